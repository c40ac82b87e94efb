// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace mesh::istio {

// The value of a Kubernetes quantity ("100m", "1.5", "128Mi", "2e3"); nullopt if it is not one.
std::optional<long double> parse_quantity(std::string_view text);

}  // namespace mesh::istio

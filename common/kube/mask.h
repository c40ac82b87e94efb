// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mesh::kube {

// Puts "<masked>" wherever `secret` stands in `text`; an empty secret stands nowhere.
void mask(std::string& text, std::string_view secret);

}  // namespace mesh::kube

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <simdjson.h>

#include <span>
#include <string>
#include <string_view>

namespace mesh::truth {

// JSON on one line, keys sorted and in camelCase; equal values give equal texts. `without` are keys
// of the outermost object to leave out.
std::string canonical(simdjson::dom::element json, std::span<const std::string_view> without = {});

}  // namespace mesh::truth

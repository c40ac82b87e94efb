// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mesh::load {

// Appends a plain scalar as the JSON value that YAML 1.1 makes of it: null, a boolean, a number or
// a string.
void append_plain_scalar(std::string& out, std::string_view text);

}  // namespace mesh::load

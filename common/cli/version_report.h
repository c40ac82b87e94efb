// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mesh::cli {

// Prints version and build as text, json or yaml. Returns the exit code.
int show_version(const std::string& program, std::string_view output);

}  // namespace mesh::cli

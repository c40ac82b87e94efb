// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace mesh::cli {

// Writes a result to standard output and returns exit code 0. A closed pipe ends quietly; any other
// failure throws Error.
int write_out(std::string_view text);

// "error: …" and other remarks, on standard error.
void write_error(std::string_view text);
void write_hint(std::string_view text);

}  // namespace mesh::cli

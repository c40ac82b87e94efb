// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace mesh::cli {

// The columns of the terminal that standard output is; 80 if it is none, so that output in files
// and pipes does not depend on where it was made.
std::size_t terminal_width();

}  // namespace mesh::cli

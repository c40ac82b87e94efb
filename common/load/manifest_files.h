// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/load/sources.h"

#include <string>
#include <vector>

namespace mesh::load {

// Expands the values of -f as kubectl does (a file of any name, the .yaml, .yml and .json files of
// a directory, a glob, "-" for standard input) and reads them, sorted within each value. Throws
// Error.
std::vector<Source> read_manifest_files(const std::vector<std::string>& values, bool recursive);

}  // namespace mesh::load

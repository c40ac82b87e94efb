// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace mesh::kube {

// The whole file. Throws Error with Go's sentence, "open ca.crt: no such file or directory",
// because that is what users find when they search for it.
std::string read_file(const std::string& path);

// Throws as read_file does if there is nothing to read, but leaves the content: of a pipe, such as
// a shell's <(…), it comes only once.
void require_file(const std::string& path);

bool is_file(const std::string& path);

}  // namespace mesh::kube

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/load/loaded.h"

#include <string>
#include <vector>

namespace mesh::load {

struct ManifestOptions {
  std::vector<std::string> files;  // values of -f: files, directories, globs, "-"
  bool recursive = false;
  std::string default_ns;  // for namespaced objects that state no namespace
  Kinds kinds;             // what the selected checks read; objects of other kinds are passed by
};

// Reads manifests as kubectl finds them; no cluster is contacted. Throws Error for a path that does
// not exist or cannot be read; what is wrong inside a file becomes a LOAD finding.
Loaded load_manifests(const ManifestOptions& options);

}  // namespace mesh::load

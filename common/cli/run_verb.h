// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/verb.h"

#include <string>

namespace mesh::cli {

struct Plugin;

// The verb of that name; nullptr if the plugin has none.
const Verb* find_verb(const Plugin& plugin, std::string_view name);

// Reads the mesh, asks the verb, and prints what it answers. Exit code 0 whatever the answer is, 3
// with --strict if something could not be read.
int run_verb(const Plugin& plugin, const Verb& verb, const Options& options,
             const std::string& program);

}  // namespace mesh::cli

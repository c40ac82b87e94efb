// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/plugin.h"

namespace mesh::cli {

// The whole of a plugin's main: parses, runs the verb, prints. Returns the exit code; never throws.
int run_plugin(const Plugin& plugin, int argc, const char* const* argv);

}  // namespace mesh::cli

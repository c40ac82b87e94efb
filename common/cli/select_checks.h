// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/options.h"
#include "common/cli/plugin.h"

#include <vector>

namespace mesh::cli {

// The plugin's checks as --only and --skip leave them. Throws Error for a code that does not exist.
std::vector<const Check*> select_checks(const Plugin& plugin, const Options& options);

}  // namespace mesh::cli

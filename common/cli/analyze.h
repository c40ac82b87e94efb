// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/options.h"
#include "common/cli/plugin.h"

#include <string>

namespace mesh::cli {

// The main verb: loads, checks, reports. Returns the exit code. `program` is the name by which the
// API server knows us (User-Agent).
int analyze(const Plugin& plugin, const Options& options, const std::string& program);

}  // namespace mesh::cli

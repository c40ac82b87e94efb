// SPDX-License-Identifier: Apache-2.0
// The verbs that need neither cluster nor files.
#pragma once

#include "common/cli/options.h"
#include "common/cli/plugin.h"

#include <string>

namespace mesh::cli {

int show_catalogue(const Plugin& plugin, const Options& options);
int show_explanation(const Plugin& plugin, const Options& options);
int show_version(const std::string& program);

// The plugin's checks, then those of loading.
std::vector<const CheckInfo*> all_checks(const Plugin& plugin);

}  // namespace mesh::cli

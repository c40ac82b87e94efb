// SPDX-License-Identifier: Apache-2.0
// The verbs that need neither cluster nor files.
#pragma once

#include "common/cli/options.h"
#include "common/cli/plugin.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::cli {

int show_catalogue(const Plugin& plugin, const Options& options);
int show_explanation(const Plugin& plugin, const Options& options);

// The plugin's checks, then those of loading.
std::vector<const CheckInfo*> all_checks(const Plugin& plugin);

// "there is no check MTLS01 in mesh-mtls; did you mean MTLS001?"
std::string no_such_check(std::string_view code, const Plugin& plugin);

}  // namespace mesh::cli

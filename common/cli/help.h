// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/common_verbs.h"

#include <string>
#include <string_view>

namespace mesh::cli {

// The command as the user typed it: "kubectl mesh-mtls" for a file kubectl-mesh_mtls, "kubectl mesh
// mtls" for kubectl-mesh-mtls, else the file's name.
std::string command_name(std::string_view argv0);

// The help of a verb, or (the report's) of the plugin, in kubectl's layout and in lines of at most
// `width` columns.
std::string help_text(const Plugin& plugin, const VerbInfo& verb, std::string_view command,
                      std::size_t width);

// The verb `help`. Throws UsageError for the name of no verb.
int show_help(const Invocation& invocation);

}  // namespace mesh::cli

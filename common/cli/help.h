// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/plugin.h"

#include <string>
#include <string_view>

namespace mesh::cli {

// The command as the user typed it: "kubectl mesh-mtls" for a file kubectl-mesh_mtls, "kubectl mesh
// mtls" for kubectl-mesh-mtls, else the file's name.
std::string command_name(std::string_view argv0);

std::string help_text(const Plugin& plugin, std::string_view command);

}  // namespace mesh::cli

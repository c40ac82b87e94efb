// SPDX-License-Identifier: Apache-2.0
//
// The executable kubectl_complete-mesh_<name> that kubectl asks to complete a plugin.
#pragma once

#include <string>

namespace mesh::cli {

// Writes it beside the plugin that was started as `path`: in the folder where the link lies if that
// is a link, as krew makes them. Returns what was done. Throws Error if that cannot be.
std::string install_completer(const std::string& path, const std::string& command);

// Removes it again, if it is there.
std::string uninstall_completer(const std::string& path);

}  // namespace mesh::cli

// SPDX-License-Identifier: Apache-2.0
//
// The verb `completion`: how shells are told about a plugin. What they then ask is answered by
// complete/.
#pragma once

#include "common/cli/common_verbs.h"

#include <string_view>

namespace mesh::cli {

inline constexpr std::string_view kCompletionDetails =
    "kubectl (1.26 or newer) completes a plugin by asking an executable on the PATH, here "
    "kubectl_complete-mesh_PLUGIN. Packages bring it; krew links the plugin alone, so there "
    "`completion install` puts it beside the plugin. `completion uninstall` removes it. kubectl's "
    "own completion has to be loaded: see `kubectl completion --help`.\n"
    "For the plugin typed as kubectl-mesh_PLUGIN, put one line into the shell's startup file. "
    "~/.bashrc: source <(kubectl-mesh_PLUGIN completion bash). ~/.zshrc, after compinit: "
    "source <(kubectl-mesh_PLUGIN completion zsh). ~/.config/fish/config.fish: "
    "kubectl-mesh_PLUGIN completion fish | source.\n"
    "Names of objects come from the cluster that the flags on the line select, or from the files "
    "given with -f. If they do not come within a second, none are offered; everything else needs "
    "no cluster.";

int run_completion(const Invocation& invocation);

}  // namespace mesh::cli

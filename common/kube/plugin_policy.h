// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/connection.h"

#include <string>

namespace mesh::kube {

// The policy for credential plugins of kubectl's preferences: the file of --kuberc, or of $KUBERC,
// or ~/.kube/kuberc. Throws Error if a file that was named is missing, or says what makes no sense:
// a policy that is misread would let programs run.
PluginPolicy load_plugin_policy(const std::string& kuberc_flag, const Environment& environment);

// Throws Error unless the policy lets the plugin run.
void require_allowed(const ExecPlugin& plugin, const Environment& environment);

}  // namespace mesh::kube

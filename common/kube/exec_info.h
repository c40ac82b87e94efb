// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/connection.h"

#include <string>

namespace mesh::kube {

enum class Interactive { No, Yes };

// The value of KUBERNETES_EXEC_INFO: an ExecCredential as JSON that tells the plugin whether it may
// ask the user and, if the kubeconfig wishes so, about the cluster.
std::string exec_info(const Connection& connection, Interactive interactive);

}  // namespace mesh::kube

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/kubeconfig.h"

#include <string>

namespace mesh::kube {

// The one cluster, user and namespace that kubeconfig and flags agree on, flags already applied.
struct Selection {
  std::string cluster_name;
  std::string user_name;
  ClusterEntry cluster;
  UserEntry user;
  std::string ns;            // empty: not said
  bool from_config = false;  // the kubeconfig had a cluster or user for us
};

// Throws Error for a context, cluster or user that a flag (or current-context) names in vain. A
// context that names a missing cluster or user gives an empty entry, as with kubectl.
Selection select_entries(const Kubeconfig& config, const ConnectionFlags& flags);

}  // namespace mesh::kube

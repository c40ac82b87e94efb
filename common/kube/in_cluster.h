// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/connection.h"

#include <optional>
#include <string>

namespace mesh::kube {

// What a pod finds about its own cluster.
struct InCluster {
  std::string server;
  std::string certificate_authority;  // PEM; empty if there is no usable ca.crt
  std::string token_file;
  std::string ns;  // of the service account, or $POD_NAMESPACE; empty if neither is there
};

// Nothing, unless the process runs in a pod with a service account.
std::optional<InCluster> find_in_cluster(const Environment& environment,
                                         const std::string& service_account_directory);

}  // namespace mesh::kube

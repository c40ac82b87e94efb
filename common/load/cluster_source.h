// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/api_client.h"
#include "common/load/loaded.h"

#include <string>
#include <vector>

namespace mesh::load {

struct ClusterOptions {
  Kinds kinds;                          // what the selected checks read; nothing else is asked for
  std::vector<std::string> namespaces;  // the scope; empty for all namespaces
  std::string istio_namespace = "istio-system";
};

// Lists the kinds from the API server, all at once, and decodes them as they arrive. A kind that
// may not be listed cluster-wide is tried in the scope's namespaces and Istio's. Throws Error when
// nothing at all could be read: no connection, not authorised.
Loaded load_cluster(kube::ApiClient& client, const ClusterOptions& options);

}  // namespace mesh::load

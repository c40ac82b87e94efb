// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/api_client.h"
#include "common/load/loaded.h"

#include <functional>
#include <string>
#include <vector>

namespace mesh::load {

// How far a load is.
struct LoadProgress {
  std::size_t lists = 0;
  std::size_t lists_done = 0;
  std::size_t objects = 0;
  std::size_t bytes = 0;
};

struct ClusterOptions {
  Kinds kinds;                          // what the selected checks read; nothing else is asked for
  std::vector<std::string> namespaces;  // the scope; empty for all namespaces
  std::string istio_namespace = "istio-system";
  // Leave out what no finding of the scope can depend on, and Secrets that nothing refers to. Not
  // for verbs, whose arguments may lead anywhere.
  bool only_for_findings = false;
  // Of all namespaces, whatever the scope: findings elsewhere may concern an object that is named.
  bool whole_mesh = false;
  std::function<void(const LoadProgress&)>
      progress{};  // called at least once a second; may be empty
};

// Lists the kinds from the API server, all at once, and decodes them as they arrive. A kind that
// may not be listed cluster-wide is tried in the scope's namespaces and Istio's. A list is used
// whole or not at all. Throws Error when nothing at all could be read: no connection, not
// authorised.
Loaded load_cluster(kube::ApiClient& client, const ClusterOptions& options);

}  // namespace mesh::load

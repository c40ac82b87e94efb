// SPDX-License-Identifier: Apache-2.0
//
// What to ask the API server for: which paths, in which wire form.
#pragma once

#include "common/kube/api_client.h"
#include "common/load/cluster_source.h"

#include <optional>
#include <string>
#include <vector>

namespace mesh::load {

// One list of one kind, or (with `name`) one object.
struct ListRequest {
  Kind kind = Kind::Namespace;
  std::string ns;       // empty: all namespaces
  std::string version;  // of the API group
  std::string field_selector{};
  std::string label_selector{};
  std::string name{};
  bool metadata_only = false;
  // From the watch cache, without pages; a server that has none pages it, and knows the next.
  bool from_cache = true;
  std::string continue_token{};

  kube::Request http() const;
};

// A list at the kind's preferred version.
ListRequest list_of(Kind kind, std::string ns);

// The lists of these kinds, cluster-wide. Secrets are another matter: see secret_plan.h.
std::vector<ListRequest> cluster_lists(Kinds kinds, const ClusterOptions& options);

// What to ask instead when the server answered 403: the same kind in the namespaces of the scope
// and in Istio's. Empty if there is no narrower question.
std::vector<ListRequest> narrower_lists(const ListRequest& refused, const ClusterOptions& options);

// What to ask instead when the server answered 404: the kind's next older version, if there is one.
std::optional<ListRequest> older_version(const ListRequest& missing);

}  // namespace mesh::load

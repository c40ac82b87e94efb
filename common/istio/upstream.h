// SPDX-License-Identifier: Apache-2.0
//
// What stands behind a cluster: its endpoints, healthy or not, and what each of them is marked for
// (PORT-30 … PORT-36, MTLS-23, MTLS-28).
#pragma once

#include "common/istio/mesh_index.h"
#include "common/model/snapshot.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

struct UpstreamEndpoint {
  std::string address;  // an IP, or a DNS name
  std::int64_t port = 0;
  const Pod* pod = nullptr;  // nullptr: no pod of the snapshot
  bool is_healthy = true;    // ready (PORT-32)
  bool is_labelled = false;  // for mesh mTLS: tlsMode=istio
  bool speaks_mtls = false;  // MTLS-23: labelled, and no policy of its port says DISABLE
  Labels labels;             // what subsets look at
  std::string_view node;
};

// All endpoints of one port, sorted by address and port. Terminating ones are not among them. What
// has the same host in the same namespace adds its own, if it has a port of that name.
std::vector<UpstreamEndpoint> upstream_endpoints(const MeshIndex& index, const MeshService& service,
                                                 const MeshPort& port);

}  // namespace mesh::istio

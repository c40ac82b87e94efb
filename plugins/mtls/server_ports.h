// SPDX-License-Identifier: Apache-2.0
//
// The ports of a pod about which somebody says something, and the policies that apply to it.
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <set>
#include <vector>

namespace mesh::mtls {

// Ports that its containers declare, that Services and Sidecars send to, and that portLevelMtls
// names. The proxy's own ports are left out.
std::set<std::int32_t> server_ports(const Snapshot& snapshot, const Pod& pod);

// The PeerAuthentications that apply to the pod: of the mesh, the namespace, the workload, in the
// order in which they are applied (MTLS-4).
std::vector<const PeerAuthentication*> policies_behind(const Snapshot& snapshot, const Pod& pod);

}  // namespace mesh::mtls

// SPDX-License-Identifier: Apache-2.0
//
// RTE-21, RTE-22, RTE-24: sidecars do not merge VirtualServices. Of several with one host, the
// first has it, and the others do nothing there: first by how narrowly they are exported to the
// client's namespace, then by age.
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mesh::istio {

struct LostHost {
  const VirtualService* lost = nullptr;
  std::size_t host = 0;  // in lost->hosts
  const VirtualService* kept = nullptr;
  std::string_view client_ns;
  std::int64_t port = 0;
};

// Hosts of the registry whose http rules some namespace's sidecars do not get, each of each
// VirtualService once.
// Asked for are the sidecars of the VirtualServices' own namespaces, of those that they are
// exported to by name, and of the host's.
std::vector<LostHost> lost_hosts(const Snapshot& snapshot);

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// RTE-50, RTE-51: VirtualServices for the mesh that no sidecar takes over, because the Sidecar
// objects of all that may see them leave their hosts out. What they send traffic to is hidden with
// them.
#pragma once

#include "common/model/snapshot.h"

#include <vector>

namespace mesh::istio {

struct UnimportedVirtualService {
  const VirtualService* virtual_service = nullptr;
  std::vector<const Sidecar*> left_out_by;  // that of its own namespace first; never empty
};

// In the order of their age. O(VirtualServices) where each is imported in its own namespace.
std::vector<UnimportedVirtualService> unimported_virtual_services(const Snapshot& snapshot);

}  // namespace mesh::istio

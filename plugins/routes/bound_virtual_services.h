// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/snapshot.h"

#include <map>
#include <vector>

namespace mesh::routes {

// Which VirtualServices name a Gateway (RTE-3), whatever their hosts. Refers to the snapshot.
class BoundVirtualServices {
 public:
  explicit BoundVirtualServices(const Snapshot& snapshot);

  // In the order of the snapshot.
  const std::vector<const VirtualService*>& of(const Gateway& gateway) const;

 private:
  std::map<const Gateway*, std::vector<const VirtualService*>> by_gateway_;
};

}  // namespace mesh::routes

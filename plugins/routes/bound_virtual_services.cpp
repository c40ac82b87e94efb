// SPDX-License-Identifier: Apache-2.0
#include "plugins/routes/bound_virtual_services.h"

#include "common/istio/virtual_service.h"

namespace mesh::routes {

BoundVirtualServices::BoundVirtualServices(const Snapshot& snapshot) {
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (const istio::NamedGateway& named : istio::gateways_of(snapshot, virtual_service)) {
      by_gateway_[named.gateway].push_back(&virtual_service);
    }
  }
}

const std::vector<const VirtualService*>& BoundVirtualServices::of(const Gateway& gateway) const {
  static const std::vector<const VirtualService*> kNone;
  const auto at = by_gateway_.find(&gateway);
  return at == by_gateway_.end() ? kNone : at->second;
}

}  // namespace mesh::routes

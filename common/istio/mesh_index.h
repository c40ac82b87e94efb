// SPDX-License-Identifier: Apache-2.0
//
// What istiod knows of the whole mesh before it looks at one proxy: all services by host, all
// VirtualServices with their delegates, each list in the order that settles conflicts (GEN-2).
// Objects of namespaces that discoverySelectors leave out are not in it (PORT-38).
#pragma once

#include "common/istio/effective_route.h"
#include "common/istio/mesh_service.h"
#include "common/model/snapshot.h"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mesh::istio {

// A VirtualService as the proxies see it.
struct EffectiveVirtualService {
  const VirtualService* object = nullptr;
  std::vector<std::string> hosts;     // fully qualified
  std::vector<std::string> gateways;  // "mesh", "ns/name"
  std::vector<EffectiveRoute> http;
};

// The literal gateway of all sidecars (RTE-3).
inline constexpr std::string_view kMesh = "mesh";

// Refers to the snapshot. Built in O(objects).
class MeshIndex {
 public:
  explicit MeshIndex(const Snapshot& snapshot);

  const Snapshot& snapshot() const { return snapshot_; }

  // Services and hosts of ServiceEntries that clients in `ns` see: private ones first, then those
  // exported by name, then public ones (RTE-4); in each the oldest first.
  std::vector<const MeshService*> services_for(std::string_view ns) const;

  // All but delegates, the oldest first.
  const std::vector<EffectiveVirtualService>& virtual_services() const { return virtual_services_; }

  // VirtualServices bound to a gateway ("mesh", "ns/name") that proxies in `ns` see, in the same
  // order (RTE-12, RTE-21).
  std::vector<const EffectiveVirtualService*> virtual_services_for(std::string_view ns,
                                                                   std::string_view gateway) const;

  // All that have this host, whatever their visibility, the oldest first.
  std::vector<const MeshService*> with_host(std::string_view host) const;

  bool is_visible(const MeshService& service, std::string_view ns) const;

 private:
  void add_services();
  void add_aliases();
  void add_virtual_services();

  const Snapshot& snapshot_;
  RouteMerger merger_;
  std::vector<MeshService> services_;
  std::unordered_map<std::string_view, std::vector<const MeshService*>> services_by_host_;
  std::vector<EffectiveVirtualService> virtual_services_;
  std::unordered_map<std::string, std::vector<const EffectiveVirtualService*>>
      virtual_services_by_gateway_;
};

}  // namespace mesh::istio

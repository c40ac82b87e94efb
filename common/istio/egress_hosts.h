// SPDX-License-Identifier: Apache-2.0
//
// RTE-51: the hosts of one entry of Sidecar.spec.egress: `ns/host`, `./host`, `*/host`.
#pragma once

#include "common/istio/mesh_index.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

class EgressHosts {
 public:
  // nullptr: everything.
  EgressHosts(const SidecarEgress* egress, std::string_view client_ns);

  // Whether a service of namespace `ns` with this host is imported.
  bool imports(std::string_view ns, std::string_view host) const;

  // The imported ones. Of equal hosts those of one namespace stay: the client's own, else the first
  // one, though Kubernetes' goes before a ServiceEntry.
  std::vector<const MeshService*> select(const std::vector<const MeshService*>& services,
                                         std::string_view client_ns) const;

  // Those with a host that overlaps an imported one.
  std::vector<const EffectiveVirtualService*> select(
      const std::vector<const EffectiveVirtualService*>& virtual_services) const;

 private:
  bool overlaps(std::string_view ns, const EffectiveVirtualService& virtual_service) const;

  std::map<std::string, std::vector<std::string>, std::less<>> hosts_by_namespace_;
};

}  // namespace mesh::istio

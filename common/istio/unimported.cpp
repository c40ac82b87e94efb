// SPDX-License-Identifier: Apache-2.0
#include "common/istio/unimported.h"

#include "common/istio/egress_hosts.h"
#include "common/istio/mesh_config.h"
#include "common/istio/proxy.h"
#include "common/istio/sidecar_of.h"
#include "common/istio/visibility.h"

#include <algorithm>
#include <set>

namespace mesh::istio {
namespace {

// The sidecars of one namespace that one Sidecar object decides for.
struct ClientGroup {
  std::string_view ns;
  const Sidecar* sidecar = nullptr;    // nullptr: none
  std::vector<EgressHosts> listeners;  // empty: everything is imported

  bool imports(const EffectiveVirtualService& virtual_service) const {
    return listeners.empty() ||
           std::any_of(listeners.begin(), listeners.end(), [&](const EgressHosts& hosts) {
             return !hosts.select({&virtual_service}).empty();
           });
  }
};

std::vector<ClientGroup> client_groups(const Snapshot& snapshot) {
  std::set<std::pair<std::string_view, const Sidecar*>> known;
  std::vector<ClientGroup> groups;
  for (const Pod& pod : snapshot.pods()) {
    if (pod.is_finished() || is_gateway(pod) || !is_in_mesh(snapshot, pod)) {
      continue;
    }
    const Sidecar* sidecar = sidecar_of(snapshot, pod);
    if (!known.emplace(pod.ref.ns, sidecar).second) {
      continue;
    }
    ClientGroup& group = groups.emplace_back();
    group.ns = pod.ref.ns;
    group.sidecar = sidecar;
    for (std::size_t i = 0; sidecar != nullptr && i < sidecar->egress.size(); ++i) {
      group.listeners.emplace_back(&sidecar->egress[i], pod.ref.ns);
    }
  }
  return groups;
}

bool is_for_mesh(const EffectiveVirtualService& virtual_service) {
  const auto& gateways = virtual_service.gateways;
  return std::find(gateways.begin(), gateways.end(), kMesh) != gateways.end();
}

// The groups that see it; those of its own namespace, which most likely import it, first.
std::vector<const ClientGroup*> groups_seeing(const Snapshot& snapshot,
                                              const VirtualService& virtual_service,
                                              const std::vector<ClientGroup>& groups) {
  const auto& defaults = mesh_config(snapshot).default_virtual_service_export_to;
  const std::string_view own = virtual_service.ref.ns;
  std::vector<const ClientGroup*> seeing;
  for (const ClientGroup& group : groups) {
    if (visibility_to(virtual_service.export_to, defaults, own, group.ns) != Visibility::Hidden) {
      seeing.insert(group.ns == own ? seeing.begin() : seeing.end(), &group);
    }
  }
  return seeing;
}

}  // namespace

std::vector<UnimportedVirtualService> unimported_virtual_services(const Snapshot& snapshot) {
  if (snapshot.all<Sidecar>().empty()) {
    return {};
  }
  std::vector<UnimportedVirtualService> out;
  const std::vector<ClientGroup> groups = client_groups(snapshot);
  for (const EffectiveVirtualService& each : snapshot.view<MeshIndex>().virtual_services()) {
    const auto seeing = is_for_mesh(each) ? groups_seeing(snapshot, *each.object, groups)
                                          : std::vector<const ClientGroup*>();
    const bool is_imported =
        std::any_of(seeing.begin(), seeing.end(),
                    [&](const ClientGroup* group) { return group->imports(each); });
    if (seeing.empty() || is_imported) {
      continue;
    }
    UnimportedVirtualService& found = out.emplace_back();
    found.virtual_service = each.object;
    for (const ClientGroup* group : seeing) {
      found.left_out_by.push_back(group->sidecar);
    }
  }
  return out;
}

}  // namespace mesh::istio

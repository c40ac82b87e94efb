// SPDX-License-Identifier: Apache-2.0
#include "common/istio/automatic_mtls.h"

#include "common/istio/mesh_config.h"
#include "common/istio/peer_authentication.h"

#include <algorithm>

namespace mesh::istio {
namespace {

// The trafficPolicy of the rule as a whole, or of the subset; port blocks do not count here.
bool knows_no_endpoints(const MeshService& service, const SelectedRules& rules,
                        const Subset* subset) {
  if (service.resolution == Resolution::Passthrough) {
    return true;
  }
  const DestinationRule* owner = rules.policy_owner();
  const std::optional<TrafficPolicy>* policy =
      subset != nullptr ? &subset->traffic_policy
                        : (owner != nullptr ? &owner->traffic_policy : nullptr);
  return policy != nullptr && *policy && (*policy)->load_balancer &&
         (*policy)->load_balancer->simple == "PASSTHROUGH";
}

bool all_are_labelled(std::span<const UpstreamEndpoint> endpoints) {
  return !endpoints.empty() &&
         std::all_of(endpoints.begin(), endpoints.end(),
                     [](const UpstreamEndpoint& endpoint) { return endpoint.is_labelled; });
}

}  // namespace

AutomaticMtls automatic_mtls(const Snapshot& snapshot, const MeshService& service,
                             const SelectedRules& rules, const Subset* subset,
                             std::span<const UpstreamEndpoint> endpoints) {
  if (service.is_mesh_external) {
    return AutomaticMtls::NoneOutside;
  }
  if (!auto_mtls_enabled(snapshot)) {
    return AutomaticMtls::NoneInMesh;
  }
  if (namespace_mtls(snapshot, service.ns).mode == MtlsMode::DISABLE) {
    return AutomaticMtls::NoneInNamespace;
  }
  if (!knows_no_endpoints(service, rules, subset)) {
    return AutomaticMtls::ByEndpoint;
  }
  return all_are_labelled(endpoints) ? AutomaticMtls::ToAll : AutomaticMtls::NoneWithUnlabelled;
}

bool uses_mtls(AutomaticMtls automatic) {
  return automatic == AutomaticMtls::ByEndpoint || automatic == AutomaticMtls::ToAll;
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/auto_mtls.h"

#include "common/istio/endpoints.h"
#include "common/istio/mesh_config.h"
#include "common/istio/proxy.h"

#include <algorithm>

namespace mesh::mtls {
namespace {

bool balances_nothing(const std::optional<TrafficPolicy>& policy) {
  return policy && policy->load_balancer && policy->load_balancer->simple == "PASSTHROUGH";
}

// The proxies connect to the address that the client asked for, and know no endpoints.
bool knows_no_endpoints(const Service& service, const TlsBlock& block) {
  return service.is_headless() || balances_nothing(block.rule->traffic_policy) ||
         (block.subset != nullptr && balances_nothing(block.subset->traffic_policy));
}

bool all_have_sidecars(const Snapshot& snapshot, const Service& service) {
  const std::vector<const Pod*> pods = istio::pods_of(snapshot, service);
  return !pods.empty() && std::all_of(pods.begin(), pods.end(), [&](const Pod* pod) {
    return istio::is_in_mesh(snapshot, *pod);
  });
}

AutoMtls auto_mtls_of(const Snapshot& snapshot, const TlsBlock& block, const Service& service) {
  if (istio::namespace_mtls(snapshot, service.ref.ns).mode == MtlsMode::DISABLE) {
    return AutoMtls::PlaintextToAll;
  }
  if (!knows_no_endpoints(service, block)) {
    return AutoMtls::WhatEachTakes;
  }
  return all_have_sidecars(snapshot, service) ? AutoMtls::MtlsToAll : AutoMtls::PlaintextToAll;
}

}  // namespace

AutoMtls auto_mtls_without(const Snapshot& snapshot, const TlsBlock& block, const Impact& impact) {
  if (!istio::auto_mtls_enabled(snapshot)) {
    return AutoMtls::PlaintextToAll;
  }
  for (const Service* service : impact.services) {
    const AutoMtls sent = auto_mtls_of(snapshot, block, *service);
    if (sent != AutoMtls::WhatEachTakes) {
      return sent;
    }
  }
  return AutoMtls::WhatEachTakes;
}

}  // namespace mesh::mtls

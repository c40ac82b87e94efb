// SPDX-License-Identifier: Apache-2.0
//
// RTE-13, RTE-15 … RTE-17, RTE-64: the filter chains of a gateway's listener: one for the plain
// HTTP servers of a port, one for each server that terminates TLS, one for each tls rule that
// passes TLS through.
#pragma once

#include "common/istio/merged_gateway.h"
#include "common/istio/outbound_chains.h"

#include <optional>
#include <vector>

namespace mesh::istio {

// A filter chain of a gateway's listener.
struct GatewayChain {
  ChainMatch match;
  const MergedServer* server = nullptr;  // plain HTTP: the first of those that share the routes
  bool is_http = false;
  std::vector<ClusterName> clusters;  // bytes only
  std::optional<ChainRule> rule;
};

struct GatewayChains {
  std::vector<GatewayChain> chains;
  // AUTO_PASSTHROUGH: there are chains for the mTLS of other meshes' proxies, which name the
  // cluster and speak Istio's ALPN; nothing else matches them.
  bool takes_mesh_traffic = false;

  bool empty() const { return chains.empty() && !takes_mesh_traffic; }

  // Two chains ask for a server name in common, or both for none: Envoy refuses the listener.
  bool are_rejected() const;
};

// Refers to `merged`.
GatewayChains gateway_chains(const ProxyScope& scope, const MergedGateway& merged);

}  // namespace mesh::istio

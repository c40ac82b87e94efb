// SPDX-License-Identifier: Apache-2.0
//
// PORT-20 … PORT-25: the listeners of a sidecar for what its pod dials. HTTP ports of one number
// share the wildcard listener; others listen on the service's address, headless ones on each
// endpoint's. Where services meet on one listener their filter chains are merged.
#pragma once

#include "common/istio/filter_chain.h"
#include "common/istio/proxy_scope.h"
#include "common/istio/virtual_service.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mesh::istio {

// Where traffic is sent: the parts of the cluster's name outbound|port|subset|host.
struct ClusterName {
  std::string host;
  std::int64_t port = 0;
  std::string subset;
  std::int64_t weight = 0;  // 0: there is no other

  std::string text() const;
};

// RTE-41, RTE-43: the cluster a destination means. `service` is what the proxy knows under the
// destination's host, nullptr if nothing; `listen_port` counts where neither the destination nor a
// service with a single port names one.
ClusterName cluster_name(const Destination& destination, std::string_view ns,
                         const ImportedService* service, std::int64_t listen_port);

// The clusters of a tcp or tls rule.
std::vector<ClusterName> clusters_of(const std::vector<RouteDestination>& route,
                                     std::string_view ns, const ProxyScope& scope,
                                     std::int64_t listen_port);

// A rule of a VirtualService that makes a chain.
struct ChainRule {
  const VirtualService* virtual_service = nullptr;
  RouteSection section = RouteSection::Tcp;
  std::size_t index = 0;
};

struct OutboundChain {
  ChainMatch match;
  bool is_http = false;
  std::string sniffed_host;           // http: the only service served; empty: all of the port
  std::vector<ClusterName> clusters;  // tcp
  std::optional<ChainRule> rule;      // tcp: unset for a service's own chain
  const MeshService* service = nullptr;
};

struct OutboundListener {
  std::string bind;
  std::int64_t port = 0;
  Protocol protocol = Protocol::Auto;
  bool is_locked = false;
  std::vector<OutboundChain> chains;
};

// The listener that takes what is dialled at address:port; nullopt if there is none, and the
// connection passes through or is closed (ALLOW_ANY, REGISTRY_ONLY). O(imported services).
std::optional<OutboundListener> outbound_listener(const ProxyScope& scope,
                                                  const std::string& address, std::int64_t port);

// The chain of the listener that takes the connection; nullptr: the listener's default, which
// passes through or closes.
const OutboundChain* find_chain(const OutboundListener& listener, const Connection& connection);

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// PORT-7, PORT-8, PORT-22, RTE-20: the filter chains that one service port makes on a listener: one
// for HTTP, and one for each tcp or tls rule that applies, else the service's own.
#pragma once

#include "common/istio/cluster_name.h"
#include "common/istio/filter_chain.h"
#include "common/istio/virtual_service.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mesh::istio {

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

// One service port as a listener is to be built for it.
struct ListenOn {
  const ImportedService& service;
  std::int64_t port = 0;
  Protocol protocol = Protocol::Auto;
  std::string bind;                // empty: chosen by the protocol
  std::vector<std::string> cidrs;  // the service's networks, if its address is one
};

// `egress` is the entry that imported the service, with its VirtualServices.
std::vector<OutboundChain> outbound_chains(const ProxyScope& scope, const EgressListener& egress,
                                           const ListenOn& on);

}  // namespace mesh::istio

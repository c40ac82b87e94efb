// SPDX-License-Identifier: Apache-2.0
//
// PORT-20 … PORT-25: the listeners of a sidecar for what its pod dials. HTTP ports of one number
// share the wildcard listener; others listen on the service's address, headless ones on each
// endpoint's. Where services meet on one listener their filter chains are merged.
#pragma once

#include "common/istio/outbound_chains.h"
#include "common/istio/proxy_scope.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mesh::istio {

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

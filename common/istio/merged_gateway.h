// SPDX-License-Identifier: Apache-2.0
//
// RTE-60 … RTE-64: the servers of all Gateways that select a gateway's pod, put together by the
// port on which the proxy listens; the oldest Gateway first. Servers that conflict with earlier
// ones are dropped.
#pragma once

#include "common/istio/proxy_scope.h"
#include "common/istio/reason.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace mesh::istio {

struct MergedServer {
  const Gateway* gateway = nullptr;
  std::size_t index = 0;           // in gateway->servers
  std::vector<std::string> hosts;  // "host" or "ns/host"; `./` and `*/` are resolved
  std::string route_name;          // of its routes; empty: not HTTP

  const Server& server() const { return gateway->servers[index]; }

  std::string gateway_name() const { return gateway->ref.qualified_name(); }

  std::int64_t port_number() const { return server().port->number.value_or(0); }

  FieldPath path() const { return FieldPath("spec", "servers", index); }
};

// What shares a protocol and an address on one port.
struct MergedPort {
  std::string bind;
  bool is_plain_http = false;
  std::vector<MergedServer> servers;
};

struct MergedGateway {
  std::vector<MergedPort> ports;                              // in the order of their first server
  std::map<std::string, std::vector<MergedServer>> by_route;  // HTTP servers by route name
};

// What the proxy of the scope's pod serves on a port it listens on. Dropped servers are told to
// `reasons`.
MergedGateway merged_gateway(const ProxyScope& scope, std::int64_t port, Reasons& reasons);

// Terminates TLS and speaks HTTP inside.
bool terminates_https(const Server& server);

// "none", "simple", "passthrough", …
std::string_view tls_word(const Server& server);

// The hosts without their namespaces: what a ClientHello may name.
std::vector<std::string> sni_hosts_of(const MergedServer& server);

}  // namespace mesh::istio

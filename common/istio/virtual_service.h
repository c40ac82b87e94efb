// SPDX-License-Identifier: Apache-2.0
//
// RTE-3, RTE-10, RTE-15, RTE-16, RTE-35: where a VirtualService applies. It is bound to the
// sidecars
// (`mesh`) or to Gateways that it names; at a Gateway a server must admit its namespace, share a
// host with it, and find the section (http, tls, tcp) that suits the server's protocol.
#pragma once

#include "common/model/snapshot.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

enum class RouteSection { Http, Tls, Tcp };

// "http", "tls", "tcp": the field's name.
std::string_view text(RouteSection section);

bool has_section(const VirtualService& virtual_service, RouteSection section);

// RTE-3: it names `mesh`, or no gateway at all. False for delegates: their roots are bound.
bool is_bound_to_mesh(const VirtualService& virtual_service);

// A Gateway that a VirtualService names, and where: an index in spec.gateways.
struct NamedGateway {
  std::size_t index = 0;
  const Gateway* gateway = nullptr;
};

// Those that exist, each once, in the order of the list.
std::vector<NamedGateway> gateways_of(const Snapshot& snapshot,
                                      const VirtualService& virtual_service);

// Istio makes Gateways of its own from those of the Gateway API; no snapshot holds them.
bool names_generated_gateway(std::string_view reference);

// RTE-35: a VirtualService whose rules are in force: itself, or for a delegate each root with the
// http rule that hands over to it. Empty for a delegate that nobody uses. O(1) but for delegates.
struct RoutingRoot {
  const VirtualService* virtual_service = nullptr;
  std::optional<std::size_t> rule;  // set for a delegate: the http rule of the root
};

std::vector<RoutingRoot> routing_roots(const Snapshot& snapshot,
                                       const VirtualService& virtual_service);

// RTE-15: what a server takes from a VirtualService; nullopt where it takes nothing
// (AUTO_PASSTHROUGH), or where protocol and tls do not fit (ROUTE025).
std::optional<RouteSection> needed_section(const Server& server);

// "ns/host" of a Gateway's server taken apart; `ns` is "*" if there is none.
struct ServerHost {
  std::string_view ns;
  std::string host;  // in lower case
};

ServerHost parse_server_host(std::string_view server_host);

// RTE-10: whether a server host is open to VirtualServices of a namespace.
bool admits_namespace(std::string_view server_host, const Gateway& gateway,
                      std::string_view virtual_service_ns);

// RTE-10, RTE-16: whether a server host and a host of a VirtualService bind, namespaces aside.
// `host` is fully qualified. For tls and tcp the server's host must cover the other.
bool hosts_bind(const Server& server, std::string_view server_host, std::string_view host);

// Both of the above for any host of the server.
bool serves(const Gateway& gateway, const Server& server, std::string_view virtual_service_ns,
            std::string_view host);
bool serves(const Gateway& gateway, std::string_view virtual_service_ns, std::string_view host);

// RTE-18: plain HTTP that is answered with a redirect, with or without a VirtualService.
bool only_redirects(const Server& server);

// "istio-system/edge", as references in spec.gateways resolve.
std::string qualified_gateway_name(std::string_view reference, std::string_view virtual_service_ns);

}  // namespace mesh::istio

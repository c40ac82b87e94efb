// SPDX-License-Identifier: Apache-2.0
//
// RTE-20 … RTE-27: the virtual hosts that a sidecar has for a port, and the routes in each. The
// Host header alone decides between them (PORT-23).
#pragma once

#include "common/istio/http_request.h"
#include "common/istio/outbound_listener.h"
#include "common/istio/proxy_scope.h"
#include "common/istio/reason.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

// One route: a match of a rule, or the plain way to a service.
struct HttpRouteEntry {
  const EffectiveRoute* rule = nullptr;
  const EffectiveMatch* match = nullptr;   // nullptr: the rule has no match list
  std::optional<ClusterName> own_cluster;  // set instead of `rule`
  std::int64_t port = 0;                   // RTE-41: stands in where a destination names none

  // The VirtualService's object and the field of rule or match.
  FieldPath path() const;
};

// RTE-27: the route takes every request.
bool is_catch_all(const HttpRouteEntry& route);

struct VirtualHost {
  std::vector<std::string> domains;
  std::vector<HttpRouteEntry> routes;
  const VirtualService* virtual_service = nullptr;  // where it comes from: one of the two
  const MeshService* service = nullptr;
  bool requires_tls = false;  // every plaintext request is answered with 301 (RTE-18)
};

// Where a VirtualService's http rules are put in force.
struct RoutePlace {
  std::string_view gateway;  // "mesh", "ns/name"
  std::int64_t port = 0;     // of the listener in the mesh, of the server at a gateway
};

// RTE-14, RTE-27, RTE-28: the routes that a VirtualService makes there; none behind one that takes
// everything. Matches that cannot apply are told to `reasons`, if given.
std::vector<HttpRouteEntry> routes_of(const EffectiveVirtualService& virtual_service,
                                      const ProxyScope& scope, const RoutePlace& place,
                                      Reasons* reasons = nullptr);

// What a sidecar serves on a port of the mesh under domains that this Host header can meet; other
// domains are left out, because a mesh has tens of thousands.
std::vector<VirtualHost> virtual_hosts(const ProxyScope& scope, std::int64_t port,
                                       std::string_view authority);

// RTE-11: the virtual host of a Host header: an exact domain, then the longest wildcard, then `*`.
// Case and port do not matter. nullptr: none.
const VirtualHost* find_virtual_host(const std::vector<VirtualHost>& hosts,
                                     std::string_view authority);

// The virtual host that serves one sniffed service alone, whatever the Host header (PORT-22).
const VirtualHost* find_sniffed_virtual_host(const std::vector<VirtualHost>& hosts,
                                             std::string_view service_host);

// The first route that takes the request; those passed over are told to `reasons`.
const HttpRouteEntry* find_route(const VirtualHost& host, const HttpRequest& request,
                                 Reasons& reasons);

}  // namespace mesh::istio

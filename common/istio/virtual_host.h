// SPDX-License-Identifier: Apache-2.0
//
// RTE-20 … RTE-27: the virtual hosts that a sidecar has for a port, and the routes in each. The
// Host header alone decides between them (PORT-23).
#pragma once

#include "common/istio/http_request.h"
#include "common/istio/http_routes.h"
#include "common/istio/proxy_scope.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

struct VirtualHost {
  std::vector<std::string> domains;
  std::vector<HttpRouteEntry> routes;
  const VirtualService* virtual_service = nullptr;  // where it comes from: one of the two
  const MeshService* service = nullptr;
  bool requires_tls = false;  // every plaintext request is answered with 301 (RTE-18)
};

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

// SPDX-License-Identifier: Apache-2.0
//
// PORT-20 … PORT-22, PORT-8: found out as a client would, by sending HTTP, other bytes and TLS.
#include "common/istio/reach.h"

#include <algorithm>

namespace mesh::istio {
namespace {

// What is dialled: the Service's address, or an endpoint of a headless one that is not the client
// itself.
std::string address_of(const ProxyScope& scope, const MeshService& service, const MeshPort& port) {
  if (!service.is_headless()) {
    return service.address();
  }
  for (const UpstreamEndpoint& endpoint : upstream_endpoints(scope.index(), service, port)) {
    if (endpoint.address != scope.pod().status.pod_ip) {
      return endpoint.address;
    }
  }
  return {};
}

bool leads_to(const OutboundChain* chain, const MeshService& service) {
  return chain != nullptr && !chain->is_http &&
         (chain->rule ||
          (!chain->clusters.empty() && chain->clusters.front().host == service.host));
}

// A shared listener is not enough: the service must have a virtual host there.
bool is_routed_by_host(const ProxyScope& scope, const Dialled& dialled,
                       const MeshService& service) {
  Payload payload;
  payload.request.authority = service.host;
  const Trace trace = trace_from_sidecar(scope, dialled, payload);
  return !trace.chain_rule && trace.result != TraceResult::Passthrough &&
         trace.result != TraceResult::Blackhole && !trace.is_bytes;
}

}  // namespace

std::string_view client_protocol(const ProxyScope& scope, const MeshService& service,
                                 const MeshPort& port) {
  const std::string address = address_of(scope, service, port);
  const auto listener = outbound_listener(scope, address, port.number);
  if (!listener || port.protocol == Protocol::UDP) {
    return "none";
  }
  const auto chain_for = [&](FirstBytes bytes) {
    return find_chain(*listener, {.address = address, .bytes = bytes, .sni = service.host});
  };
  const OutboundChain* other = chain_for(FirstBytes::Other);
  const bool is_http = is_routed_by_host(scope, {address, port.number}, service);
  const bool is_tcp = leads_to(other, service);
  if (is_http) {
    return is_tcp ? "auto" : "http";
  }
  if (is_tcp) {
    return listener->protocol == Protocol::Mongo ? "mongo" : "tcp";
  }
  return leads_to(chain_for(FirstBytes::Tls), service) ? "tls" : "none";
}

}  // namespace mesh::istio

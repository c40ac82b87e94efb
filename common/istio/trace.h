// SPDX-License-Identifier: Apache-2.0
//
// The way of one connection or request through a proxy: which listener, virtual host, rule and
// match take it, and where it goes; or the step at which it stops.
#pragma once

#include "common/istio/cluster.h"
#include "common/istio/http_request.h"
#include "common/istio/reason.h"
#include "common/istio/virtual_host.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

// The kinds on which the way of traffic depends, beside pods and workloads.
inline constexpr Kinds kTrafficKinds{Kind::Namespace, Kind::ConfigMap, Kind::Service,
                                     Kind::EndpointSlice, Kind::WorkloadEntry, Kind::ServiceEntry,
                                     Kind::Sidecar, Kind::VirtualService, Kind::DestinationRule,
                                     Kind::Gateway, Kind::PeerAuthentication,
                                     // What pods a template would make.
                                     Kind::MutatingWebhookConfiguration};

enum class TraceResult {
  Routed,
  Passthrough,       // to the dialled address, as it is
  Blackhole,         // REGISTRY_ONLY: closed, or 502
  Redirect,          // by a rule
  DirectResponse,    // by a rule
  NotFound,          // 404 NR
  HttpsRedirect,     // 301 because of tls.httpsRedirect
  NoListener,        // connection refused
  NoFilterChain,     // connection closed
  ProtocolError,     // an HTTP codec gets bytes that are not HTTP, or TLS
  TlsError,          // plaintext where only TLS is served
  RejectedListener,  // Envoy refuses the listener: two chains match the same
};

// "routed", "not_found", …
std::string_view text(TraceResult result);

// What is sent.
struct Payload {
  enum class Kind {
    Http,
    Https,  // HTTP inside of TLS
    Tls,    // other bytes inside of TLS
    Tcp     // bytes that are neither HTTP nor TLS
  };

  Kind kind = Kind::Http;
  HttpRequest request;  // Http and Https
  std::string sni;      // Https and Tls; empty: none is sent
};

// The listener of a gateway that took the connection.
struct TracedListener {
  std::string tls;  // "none", "simple", "mutual", "optional_mutual", "istio_mutual", "passthrough"
  std::string_view credential;       // credentialName; empty: none
  const Gateway* gateway = nullptr;  // of terminated HTTPS: its server
  std::size_t server = 0;            // in gateway->servers
};

struct TracedMirror {
  ClusterName cluster;
  bool exists = false;
};

struct Trace {
  TraceResult result = TraceResult::Routed;
  std::optional<int> status;     // what the proxy itself answers
  bool is_unknown_host = false;  // NotFound: no virtual host, rather than no route in it
  bool at_gateway = false;
  std::optional<TracedListener> listener;  // of a gateway, if one took the connection
  const VirtualService* virtual_service = nullptr;
  bool is_virtual_service_unknown = false;   // several fit, and istiod does not say which
  bool is_bytes = false;                     // routed as a connection, not by request
  std::optional<ChainRule> chain_rule;       // tls and tcp
  std::optional<HttpRouteEntry> route;       // http
  std::vector<Cluster> clusters;             // sorted by name
  std::optional<std::string> new_authority;  // as the upstream sees it, if it changes
  std::optional<std::string> new_path;
  const HttpRedirect* redirect = nullptr;
  std::vector<TracedMirror> mirrors;
  Reasons reasons;
};

// From a pod with a sidecar to what it dials.
Trace trace_from_sidecar(const ProxyScope& scope, const Dialled& dialled, const Payload& payload);

// From outside to a port on which a gateway's pod listens (the target port, RTE-62).
Trace trace_at_gateway(const ProxyScope& scope, std::int64_t port, const Payload& payload);

}  // namespace mesh::istio

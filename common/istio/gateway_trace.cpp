// SPDX-License-Identifier: Apache-2.0
//
// RTE-10 … RTE-18, RTE-60 … RTE-66: from outside to a port of a gateway's pod.
#include "common/istio/gateway_chains.h"
#include "common/istio/gateway_routes.h"
#include "common/istio/route_action.h"
#include "common/istio/trace.h"

namespace mesh::istio {
namespace {

constexpr int kNotFoundStatus = 404;
constexpr int kRedirectStatus = 301;

class GatewayTrace {
 public:
  GatewayTrace(const ProxyScope& scope, std::int64_t port, const Payload& payload)
      : scope_(scope), port_(port), payload_(payload), request_(payload.request) {
    request_.path = normalised_path(request_.path);
    request_.scheme = payload.kind == Payload::Kind::Https ? "https" : "http";
    trace_.at_gateway = true;
  }

  Trace run() {
    merged_ = merged_gateway(scope_, port_, trace_.reasons);
    chains_ = gateway_chains(scope_, merged_);
    if (chains_.empty()) {
      stop(TraceResult::NoListener, "the gateway does not listen on this port");
    } else if (chains_.are_rejected()) {
      stop(TraceResult::RejectedListener,
           "two servers match the same connections: Envoy refuses the listener");
    } else {
      follow();
    }
    return std::move(trace_);
  }

 private:
  bool is_tls() const {
    return payload_.kind == Payload::Kind::Https || payload_.kind == Payload::Kind::Tls;
  }

  void stop(TraceResult result, std::string_view why) {
    trace_.result = result;
    trace_.reasons.note("{}", why);
    trace_.reasons.decide();
  }

  const GatewayChain* find() const {
    std::vector<const ChainMatch*> matches;
    for (const GatewayChain& chain : chains_.chains) {
      matches.push_back(&chain.match);
    }
    const FirstBytes bytes = is_tls()                               ? FirstBytes::Tls
                             : payload_.kind == Payload::Kind::Http ? FirstBytes::Http
                                                                    : FirstBytes::Other;
    const auto found =
        find_chain(matches, {.address = {}, .bytes = bytes, .sni = payload_.sni}, true);
    return found ? &chains_.chains[*found] : nullptr;
  }

  void follow() {
    const GatewayChain* chain = find();
    if (chain == nullptr) {
      stop(TraceResult::NoFilterChain, "no server of the port has this server name");
      return;
    }
    const Server& server = chain->server->server();
    const bool wants_tls = server.tls && tls_word(server) != "none";
    const bool is_passthrough = tls_word(server) == "passthrough";
    if (wants_tls && !is_passthrough && !is_tls()) {
      stop(TraceResult::TlsError, "plaintext arrives where only TLS is served");
      return;
    }
    set_listener(*chain);
    if (chain->is_http) {
      follow_http(*chain);
    } else {
      follow_bytes(*chain);
    }
  }

  void set_listener(const GatewayChain& chain) {
    const MergedServer& server = *chain.server;
    TracedListener listener{.tls = std::string(tls_word(server.server())),
                            .credential = {},
                            .gateway = nullptr,
                            .server = server.index};
    if (listener.tls == "none" && is_tls() && !chain.is_http) {
      listener.tls = "passthrough";  // an opaque server hands TLS on
    }
    if (server.server().tls && listener.tls != "none" && listener.tls != "passthrough") {
      listener.credential = server.server().tls->credential_name;
    }
    if (terminates_https(server.server())) {
      listener.gateway = server.gateway;
    }
    trace_.listener = listener;
    trace_.reasons.add(server.gateway->ref, server.path(), "this server takes the connection");
  }

  void follow_bytes(const GatewayChain& chain) {
    const ChainRule& rule = *chain.rule;
    trace_.chain_rule = rule;
    trace_.virtual_service = rule.virtual_service;
    trace_.reasons.add(rule.virtual_service->ref, FieldPath("spec", text(rule.section), rule.index),
                       "this rule takes the connection");
    trace_.reasons.decide();
    apply_clusters(scope_, dialled(), chain.clusters, trace_);
  }

  // Gateways have no original destination; Envoy's own address stands for it.
  Dialled dialled() const { return {.address = "192.0.2.1", .port = port_}; }

  void follow_http(const GatewayChain& chain) {
    const bool is_terminated = terminates_https(chain.server->server());
    const bool is_http_inside = is_terminated ? payload_.kind == Payload::Kind::Https
                                              : payload_.kind == Payload::Kind::Http;
    if (!is_http_inside) {
      stop(TraceResult::ProtocolError, "the server speaks HTTP, and these bytes are none");
      return;
    }
    const std::vector<VirtualHost> hosts =
        gateway_virtual_hosts(scope_, merged_.by_route.at(chain.server->route_name));
    const VirtualHost* host = find_virtual_host(hosts, request_.authority);
    if (host == nullptr) {
      not_found(nullptr, hosts.empty());
      return;
    }
    if (host->requires_tls && !is_terminated) {
      trace_.status = kRedirectStatus;
      stop(TraceResult::HttpsRedirect, "301: the server has tls.httpsRedirect");
      return;
    }
    const HttpRouteEntry* route = find_route(*host, request_, trace_.reasons);
    if (route == nullptr) {
      not_found(host, false);
      return;
    }
    apply_route({.scope = scope_, .dialled = dialled(), .port = route->port, .request = request_},
                *route, trace_);
  }

  void not_found(const VirtualHost* host, bool is_empty) {
    trace_.result = TraceResult::NotFound;
    trace_.status = kNotFoundStatus;
    trace_.is_unknown_host = host == nullptr;
    if (host != nullptr && host->virtual_service != nullptr) {
      trace_.reasons.add(host->virtual_service->ref, FieldPath("spec", "http"),
                         "404 NR: no rule takes the request");
    } else if (is_empty) {
      trace_.reasons.note("404 NR: no VirtualService is bound to the server");
    } else {
      trace_.reasons.note("404 NR: no VirtualService of the server has host {}",
                          request_.authority);
    }
    trace_.reasons.decide();
  }

  const ProxyScope& scope_;
  std::int64_t port_;
  const Payload& payload_;
  HttpRequest request_;
  MergedGateway merged_;
  GatewayChains chains_;
  Trace trace_;
};

}  // namespace

Trace trace_at_gateway(const ProxyScope& scope, std::int64_t port, const Payload& payload) {
  return GatewayTrace(scope, port, payload).run();
}

}  // namespace mesh::istio

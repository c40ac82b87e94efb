// SPDX-License-Identifier: Apache-2.0
//
// PORT-20 … PORT-26, RTE-20 … RTE-27: from a pod with a sidecar to what it dials.
#include "common/base/text.h"
#include "common/istio/mesh_config.h"
#include "common/istio/route_action.h"
#include "common/istio/trace.h"

#include <algorithm>

namespace mesh::istio {
namespace {

constexpr int kBlackholeStatus = 502;
constexpr int kNotFoundStatus = 404;

FirstBytes first_bytes(const Payload& payload) {
  switch (payload.kind) {
    case Payload::Kind::Http:
      return FirstBytes::Http;
    case Payload::Kind::Https:
    case Payload::Kind::Tls:
      return FirstBytes::Tls;
    case Payload::Kind::Tcp:
      break;
  }
  return FirstBytes::Other;
}

class SidecarTrace {
 public:
  SidecarTrace(const ProxyScope& scope, const Dialled& dialled, const Payload& payload)
      : scope_(scope), dialled_(dialled), payload_(payload), request_(payload.request) {
    request_.path = normalised_path(request_.path);
  }

  Trace run() {
    const auto listener = outbound_listener(scope_, dialled_.address, dialled_.port);
    if (!listener) {
      explain_no_listener();
      leave_mesh(false);
      return std::move(trace_);
    }
    trace_.reasons.note("listener {}:{}", listener->bind, listener->port);
    const OutboundChain* chain = find_chain(
        *listener,
        {.address = dialled_.address, .bytes = first_bytes(payload_), .sni = payload_.sni});
    if (chain == nullptr) {
      trace_.reasons.note("the listener has no place for these bytes");
      leave_mesh(false);
    } else if (chain->is_http) {
      follow_http(*chain);
    } else {
      follow_tcp(*chain);
    }
    return std::move(trace_);
  }

 private:
  // The usual reason is a wrong port: the Service that has the address tells the right ones.
  void explain_no_listener() {
    const MeshService* owner = nullptr;
    scope_.any_service([&](const MeshService& service) {
      const auto& addresses = service.addresses;
      if (std::find(addresses.begin(), addresses.end(), dialled_.address) != addresses.end()) {
        owner = &service;
      }
      return owner != nullptr;
    });
    if (owner == nullptr) {
      trace_.reasons.note("the sidecar has no listener for {}:{}", dialled_.address, dialled_.port);
      return;
    }
    std::vector<std::string> ports;
    for (const MeshPort& port : owner->ports) {
      ports.push_back(std::to_string(port.number));
    }
    trace_.reasons.add(owner->object().ref, FieldPath("spec", "ports"),
                       "the sidecar has no listener for port {}: {} has {}", dialled_.port,
                       owner->host, join_and(ports));
  }

  // RTE-51, PORT-26: an unknown destination.
  void leave_mesh(bool is_http) {
    if (scope_.allows_any()) {
      trace_.result = TraceResult::Passthrough;
    } else {
      trace_.result = TraceResult::Blackhole;
      if (is_http) {
        trace_.status = kBlackholeStatus;
      }
    }
    explain_policy();
  }

  void explain_policy() {
    const std::string_view what = scope_.allows_any()
                                      ? "ALLOW_ANY: it passes through as it is"
                                      : "REGISTRY_ONLY: the sidecar lets nothing unknown out";
    const Sidecar* sidecar = scope_.sidecar();
    const ConfigMap* config = mesh_config_source(scope_.snapshot());
    if (sidecar != nullptr && sidecar->outbound_traffic_policy) {
      trace_.reasons.add(sidecar->ref, FieldPath("spec", "outboundTrafficPolicy", "mode"), "{}",
                         what);
    } else if (config != nullptr) {
      trace_.reasons.add(config->ref, FieldPath("data", "mesh"), "{}", what);
    } else {
      trace_.reasons.note("{}", what);
    }
    trace_.reasons.decide();
  }

  void follow_tcp(const OutboundChain& chain) {
    trace_.is_bytes = true;
    if (chain.rule) {
      const ChainRule& rule = *chain.rule;
      trace_.chain_rule = rule;
      trace_.virtual_service = rule.virtual_service;
      trace_.reasons.add(rule.virtual_service->ref,
                         FieldPath("spec", text(rule.section), rule.index),
                         "this rule takes the connection");
      trace_.reasons.decide();
    }
    apply_clusters(scope_, dialled_, chain.clusters, trace_);
  }

  void follow_http(const OutboundChain& chain) {
    const bool is_sniffed = !chain.sniffed_host.empty();
    const std::vector<VirtualHost> hosts =
        virtual_hosts(scope_, dialled_.port, is_sniffed ? chain.sniffed_host : request_.authority);
    const VirtualHost* host = is_sniffed ? find_sniffed_virtual_host(hosts, chain.sniffed_host)
                                         : find_virtual_host(hosts, request_.authority);
    if (host == nullptr && !is_sniffed) {
      trace_.reasons.note("no service and no VirtualService has host {} on port {}",
                          request_.authority, dialled_.port);
      leave_mesh(true);
      return;
    }
    const HttpRouteEntry* route = nullptr;
    if (host != nullptr) {
      explain_host(*host);
      route = find_route(*host, request_, trace_.reasons);
    }
    if (route == nullptr) {
      not_found(host);
      return;
    }
    apply_route({.scope = scope_, .dialled = dialled_, .port = dialled_.port, .request = request_},
                *route, trace_);
  }

  void explain_host(const VirtualHost& host) {
    if (host.virtual_service != nullptr) {
      trace_.reasons.add(host.virtual_service->ref, FieldPath("spec", "hosts"),
                         "the VirtualService of host {}", request_.authority);
    } else {
      trace_.reasons.add(host.service->object().ref, {}, "no VirtualService: the service itself");
    }
  }

  void not_found(const VirtualHost* host) {
    trace_.result = TraceResult::NotFound;
    trace_.status = kNotFoundStatus;
    trace_.is_unknown_host = host == nullptr;
    if (host == nullptr) {
      trace_.reasons.note("404 NR: the port has no virtual host");
    } else {
      trace_.reasons.add(host->virtual_service->ref, FieldPath("spec", "http"),
                         "404 NR: no rule takes the request");
    }
    trace_.reasons.decide();
  }

  const ProxyScope& scope_;
  const Dialled& dialled_;
  const Payload& payload_;
  HttpRequest request_;
  Trace trace_;
};

}  // namespace

Trace trace_from_sidecar(const ProxyScope& scope, const Dialled& dialled, const Payload& payload) {
  return SidecarTrace(scope, dialled, payload).run();
}

}  // namespace mesh::istio

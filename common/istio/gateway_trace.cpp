// SPDX-License-Identifier: Apache-2.0
//
// RTE-10 … RTE-18, RTE-60 … RTE-66: from outside to a port of a gateway's pod.
#include "common/istio/gateway_routes.h"
#include "common/istio/merged_gateway.h"
#include "common/istio/port_protocol.h"
#include "common/istio/route_action.h"
#include "common/istio/trace.h"
#include "common/istio/virtual_service.h"
#include "common/model/host.h"

#include <algorithm>
#include <map>
#include <set>

namespace mesh::istio {
namespace {

constexpr int kNotFoundStatus = 404;
constexpr int kRedirectStatus = 301;

// A filter chain of a gateway's listener.
struct GatewayChain {
  ChainMatch match;
  const MergedServer* server = nullptr;  // plain HTTP: the first of those that share the routes
  bool is_http = false;
  std::vector<ClusterName> clusters;  // bytes only
  std::optional<ChainRule> rule;
};

template <typename Match>
bool applies_at(const Match& match, const MergedServer& server, std::string_view ns) {
  const bool port = !match.port || *match.port == 0 || *match.port == server.port_number();
  return port &&
         (match.gateways.empty() ||
          std::any_of(match.gateways.begin(), match.gateways.end(), [&](std::string_view gateway) {
            return gateway != kMesh && qualified_gateway_name(gateway, ns) == server.gateway_name();
          }));
}

bool serves_bytes_of(const MergedServer& server, const EffectiveVirtualService& each) {
  return std::any_of(server.hosts.begin(), server.hosts.end(), [&](const std::string& host) {
    const std::size_t slash = host.find('/');
    const bool open = slash == std::string::npos || host.substr(0, slash) == each.object->ref.ns;
    const std::string name = host.substr(slash == std::string::npos ? 0 : slash + 1);
    return open && std::any_of(each.hosts.begin(), each.hosts.end(), [&](const std::string& other) {
             return hosts_overlap(name, other);
           });
  });
}

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
    for (const MergedPort& port : merged_.ports) {
      add_chains(port);
    }
    if (chains_.empty() && !takes_mesh_traffic_) {
      stop(TraceResult::NoListener, "the gateway does not listen on this port");
    } else if (has_equal_chains()) {
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

  void add_chains(const MergedPort& port) {
    if (port.is_plain_http) {
      chains_.push_back({.match = {},
                         .server = &port.servers.front(),
                         .is_http = true,
                         .clusters = {},
                         .rule = std::nullopt});
      return;
    }
    for (const MergedServer& server : port.servers) {
      if (terminates_https(server.server())) {
        chains_.push_back({.match = {.cidrs = {}, .sni_hosts = sni_hosts_of(server)},
                           .server = &server,
                           .is_http = true,
                           .clusters = {},
                           .rule = std::nullopt});
      } else if (tls_word(server.server()) == "passthrough") {
        add_passthrough_chains(server);
      } else {
        add_tcp_chain(server);
      }
    }
  }

  // RTE-16: the first VirtualService with a tcp rule for the server has it.
  void add_tcp_chain(const MergedServer& server) {
    for (const EffectiveVirtualService* each : virtual_services_of(server)) {
      const VirtualService& owner = *each->object;
      for (std::size_t i = 0; i < owner.tcp.size(); ++i) {
        const std::vector<L4Match>& matches = owner.tcp[i].match;
        if (!matches.empty() &&
            std::none_of(matches.begin(), matches.end(), [&](const L4Match& match) {
              return applies_at(match, server, owner.ref.ns);
            })) {
          continue;
        }
        ChainMatch match;
        if (server.server().tls) {
          match.sni_hosts = sni_hosts_of(server);
        }
        add_rule_chain(server, owner, RouteSection::Tcp, i, owner.tcp[i].route, std::move(match));
        return;
      }
    }
  }

  // RTE-17: a server name that an earlier rule has on this port makes the later one void.
  void add_passthrough_chains(const MergedServer& server) {
    if (server.server().tls->effective_mode() == ServerTlsMode::AUTO_PASSTHROUGH) {
      takes_mesh_traffic_ = takes_mesh_traffic_ || hands_on_some_service(server);
      return;
    }
    for (const EffectiveVirtualService* each : virtual_services_of(server)) {
      const VirtualService& owner = *each->object;
      for (std::size_t i = 0; i < owner.tls.size(); ++i) {
        for (const TlsMatch& match : owner.tls[i].match) {
          if (applies_at(match, server, owner.ref.ns) && claims(match, server)) {
            add_rule_chain(
                server, owner, RouteSection::Tls, i, owner.tls[i].route,
                {.cidrs = {}, .sni_hosts = {match.sni_hosts.begin(), match.sni_hosts.end()}});
          }
        }
      }
    }
  }

  // AUTO_PASSTHROUGH: chains for the mTLS of other meshes' proxies, which name the cluster and
  // speak Istio's ALPN; nothing else matches them.
  bool hands_on_some_service(const MergedServer& server) const {
    const std::vector<std::string> hosts = sni_hosts_of(server);
    return scope_.any_service([&](const MeshService& service) {
      return !service.is_mesh_external &&
             std::any_of(hosts.begin(), hosts.end(),
                         [&](const std::string& host) { return host_covers(host, service.host); });
    });
  }

  bool claims(const TlsMatch& match, const MergedServer& server) {
    const std::string bind(server.server().bind);
    const bool taken =
        std::any_of(match.sni_hosts.begin(), match.sni_hosts.end(), [&](std::string_view host) {
          const auto at = claimed_.find(std::string(host));
          return at != claimed_.end() && at->second == bind;
        });
    if (!taken) {
      for (const std::string_view host : match.sni_hosts) {
        claimed_[std::string(host)] = bind;
      }
    }
    return !taken;
  }

  void add_rule_chain(const MergedServer& server, const VirtualService& owner, RouteSection section,
                      std::size_t index, const std::vector<RouteDestination>& route,
                      ChainMatch match) {
    chains_.push_back({.match = std::move(match),
                       .server = &server,
                       .is_http = false,
                       .clusters = clusters_of(route, owner.ref.ns, scope_, server.port_number()),
                       .rule = ChainRule{&owner, section, index}});
  }

  std::vector<const EffectiveVirtualService*> virtual_services_of(
      const MergedServer& server) const {
    auto out = scope_.index().virtual_services_for(scope_.ns(), server.gateway_name());
    std::erase_if(
        out, [&](const EffectiveVirtualService* each) { return !serves_bytes_of(server, *each); });
    return out;
  }

  // Two chains that ask for a server name in common, or both for none.
  bool has_equal_chains() const {
    std::set<std::string> names;
    for (const GatewayChain& chain : chains_) {
      const std::vector<std::string> asked =
          chain.match.has_sni() ? chain.match.sni_hosts : std::vector<std::string>{""};
      const std::set<std::string> own(asked.begin(), asked.end());
      for (const std::string& name : own) {
        if (!names.insert(name).second) {
          return true;
        }
      }
    }
    return false;
  }

  const GatewayChain* find() const {
    std::vector<const ChainMatch*> matches;
    for (const GatewayChain& chain : chains_) {
      matches.push_back(&chain.match);
    }
    const FirstBytes bytes = is_tls()                               ? FirstBytes::Tls
                             : payload_.kind == Payload::Kind::Http ? FirstBytes::Http
                                                                    : FirstBytes::Other;
    const auto found =
        find_chain(matches, {.address = {}, .bytes = bytes, .sni = payload_.sni}, true);
    return found ? &chains_[*found] : nullptr;
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
  std::vector<GatewayChain> chains_;
  bool takes_mesh_traffic_ = false;
  std::map<std::string, std::string> claimed_;
  Trace trace_;
};

}  // namespace

Trace trace_at_gateway(const ProxyScope& scope, std::int64_t port, const Payload& payload) {
  return GatewayTrace(scope, port, payload).run();
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#include "common/istio/outbound_chains.h"

#include "common/model/host.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mesh::istio {
namespace {

// What the static parts of a tls or tcp match ask of the client: they are decided here, not by the
// proxy (RTE-27).
template <typename Match>
bool applies_to(const Match& match, const ProxyScope& scope, std::int64_t port) {
  const bool gateway =
      match.gateways.empty() ||
      std::find(match.gateways.begin(), match.gateways.end(), kMesh) != match.gateways.end();
  return gateway && scope.pod().meta.labels.contains_all(match.source_labels) &&
         (!match.port || *match.port == 0 || *match.port == port) &&
         (match.source_namespace.empty() || match.source_namespace == scope.ns());
}

std::vector<std::string> strings(const std::vector<std::string_view>& views) {
  return {views.begin(), views.end()};
}

// The port of a service's own cluster: its single port even if the listener has another.
std::int64_t cluster_port(const ListenOn& on) {
  return on.service.ports.size() == 1 ? on.service.ports.front()->number : on.port;
}

class ChainBuilder {
 public:
  ChainBuilder(const ProxyScope& scope, const EgressListener& egress)
      : scope_(scope), egress_(egress) {}

  std::vector<OutboundChain> run(const ListenOn& on) const {
    std::vector<OutboundChain> chains;
    if (!is_http(on.protocol)) {
      chains = is_tls(on.protocol) ? tls_chains(on) : tcp_chains(on);
    }
    if (!is_tcp(on.protocol)) {
      chains.push_back(http_chain(on));
    }
    return chains;
  }

 private:
  static OutboundChain http_chain(const ListenOn& on) {
    const bool is_sniffed = on.protocol == Protocol::Auto;
    ChainMatch match;
    match.plaintext_http_only = is_sniffed || on.bind == kUnspecified;
    return {
        .match = std::move(match),
        .is_http = true,
        .sniffed_host = is_sniffed && on.bind != kUnspecified ? on.service.host() : std::string(),
        .clusters = {},
        .rule = std::nullopt,
        .service = on.service.service};
  }

  OutboundChain own_chain(const ListenOn& on, std::vector<std::string> sni_hosts) const {
    return {.match = {.cidrs = on.cidrs, .sni_hosts = std::move(sni_hosts)},
            .is_http = false,
            .sniffed_host = {},
            .clusters = {{on.service.host(), cluster_port(on), "", 0}},
            .rule = std::nullopt,
            .service = on.service.service};
  }

  OutboundChain rule_chain(const ListenOn& on, const VirtualService& owner, RouteSection section,
                           std::size_t index, const std::vector<RouteDestination>& route,
                           ChainMatch match) const {
    return {.match = std::move(match),
            .is_http = false,
            .sniffed_host = {},
            .clusters = clusters_of(route, owner.ref.ns, scope_, on.port),
            .rule = ChainRule{&owner, section, index},
            .service = on.service.service};
  }

  std::vector<const VirtualService*> virtual_services_of(const ListenOn& on) const {
    std::vector<const VirtualService*> out;
    for (const EffectiveVirtualService* each : egress_.virtual_services) {
      if (std::any_of(each->hosts.begin(), each->hosts.end(), [&](const std::string& host) {
            return hosts_overlap(host, on.service.host());
          })) {
        out.push_back(each->object);
      }
    }
    return out;
  }

  // PORT-8: a tls section that applies takes the place of the service's own chain.
  std::vector<OutboundChain> tls_chains(const ListenOn& on) const {
    std::vector<OutboundChain> chains;
    std::set<std::string> handled;
    std::vector<std::string> cidrs = on.cidrs;
    for (const VirtualService* owner : virtual_services_of(on)) {
      for (std::size_t i = 0; i < owner->tls.size(); ++i) {
        for (const TlsMatch& match : owner->tls[i].match) {
          if (!applies_to(match, scope_, on.port)) {
            continue;
          }
          if (!match.destination_subnets.empty()) {
            cidrs = strings(match.destination_subnets);
          }
          const std::string key = fmt::format("{}|{}", fmt::join(match.sni_hosts, ","),
                                              fmt::join(match.destination_subnets, ","));
          if (handled.insert(key).second) {
            chains.push_back(rule_chain(on, *owner, RouteSection::Tls, i, owner->tls[i].route,
                                        {.cidrs = cidrs, .sni_hosts = strings(match.sni_hosts)}));
          }
        }
      }
    }
    if (chains.empty()) {
      chains.push_back(own_chain(on, own_sni_hosts(on)));
    }
    return chains;
  }

  // Where the address does not tell the service, the server name must.
  static std::vector<std::string> own_sni_hosts(const ListenOn& on) {
    const MeshService& service = *on.service.service;
    const bool address_tells =
        on.cidrs.empty() && !(service.address() == kUnspecified && on.bind == kUnspecified);
    if (address_tells) {
      return {};
    }
    std::vector<std::string> hosts{service.host};
    hosts.insert(hosts.end(), on.service.aliases.begin(), on.service.aliases.end());
    return hosts;
  }

  std::vector<OutboundChain> tcp_chains(const ListenOn& on) const {
    std::vector<OutboundChain> chains;
    for (const VirtualService* owner : virtual_services_of(on)) {
      for (std::size_t i = 0; i < owner->tcp.size(); ++i) {
        if (append_tcp_rule(on, *owner, i, chains)) {
          return chains;
        }
      }
    }
    chains.push_back(own_chain(on, {}));
    return chains;
  }

  // Whether the rule takes everything, so that nothing comes behind it.
  bool append_tcp_rule(const ListenOn& on, const VirtualService& owner, std::size_t index,
                       std::vector<OutboundChain>& chains) const {
    const TcpRoute& rule = owner.tcp[index];
    std::vector<std::string> subnets;
    bool takes_all = rule.match.empty();
    for (const L4Match& match : rule.match) {
      if (applies_to(match, scope_, on.port)) {
        takes_all = takes_all || match.destination_subnets.empty();
        subnets.insert(subnets.end(), match.destination_subnets.begin(),
                       match.destination_subnets.end());
      }
    }
    if (!takes_all && subnets.empty()) {
      return false;
    }
    chains.push_back(rule_chain(on, owner, RouteSection::Tcp, index, rule.route,
                                {.cidrs = takes_all ? on.cidrs : subnets, .sni_hosts = {}}));
    return takes_all;
  }

  const ProxyScope& scope_;
  const EgressListener& egress_;
};

}  // namespace

std::vector<OutboundChain> outbound_chains(const ProxyScope& scope, const EgressListener& egress,
                                           const ListenOn& on) {
  return ChainBuilder(scope, egress).run(on);
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#include "common/istio/outbound_listener.h"

#include "common/base/text.h"
#include "common/istio/upstream.h"
#include "common/model/host.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace mesh::istio {
namespace {

constexpr std::string_view kLoopback = "127.0.0.1";

// PORT-24: ports of the sidecar itself.
bool is_reserved(std::int64_t port) {
  constexpr std::array<std::int64_t, 4> kReserved{15001, 15006, 15021, 15090};
  return std::find(kReserved.begin(), kReserved.end(), port) != kReserved.end();
}

bool is_mongo_or_mysql(Protocol protocol) {
  return protocol == Protocol::Mongo || protocol == Protocol::MySQL;
}

bool is_network(const std::string& address) {
  return address.find('/') != std::string::npos;
}

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

// One service port as a listener is to be built for it.
struct ListenOn {
  const ImportedService& service;
  std::int64_t port = 0;
  Protocol protocol = Protocol::Auto;
  std::string bind;                // empty: chosen by the protocol
  std::vector<std::string> cidrs;  // the service's networks, if its address is one
};

// The port of a service's own cluster: its single port even if the listener has another.
std::int64_t cluster_port(const ListenOn& on) {
  return on.service.ports.size() == 1 ? on.service.ports.front()->number : on.port;
}

class Builder {
 public:
  Builder(const ProxyScope& scope, const std::string& address, std::int64_t port)
      : scope_(scope), address_(address), port_(port) {}

  void add(const EgressListener& egress) {
    egress_ = &egress;
    const std::string bind = bind_of(egress);
    if (const auto port = egress.port()) {
      if (*port == port_) {
        for (const ImportedService& service : egress.services) {
          add_listener({service, port_, parse_protocol(egress.egress->port->protocol), bind, {}});
        }
      }
      return;
    }
    for (auto& [key, listener] : listeners_) {
      listener.is_locked = true;
    }
    for (const ImportedService& service : egress.services) {
      for (const MeshPort* port : service.ports) {
        if (port->number == port_) {
          add_service_port(service, *port, bind);
        }
      }
    }
  }

  std::optional<OutboundListener> take() {
    for (const std::string& key : {address_, std::string(kUnspecified)}) {
      const auto at = listeners_.find(key);
      if (at != listeners_.end()) {
        return std::move(at->second);
      }
    }
    return std::nullopt;
  }

 private:
  static std::string bind_of(const EgressListener& egress) {
    if (egress.egress == nullptr) {
      return {};
    }
    if (!egress.egress->bind.empty()) {
      return std::string(egress.egress->bind);
    }
    return egress.egress->capture_mode == "NONE" ? std::string(kLoopback) : std::string();
  }

  // PORT-25: a headless service listens on each endpoint but the client itself.
  void add_service_port(const ImportedService& service, const MeshPort& port,
                        const std::string& bind) {
    const bool on_wildcard = bind.empty() ? is_http(port.protocol) : bind == kUnspecified;
    if (on_wildcard && is_reserved(port.number)) {
      return;
    }
    ListenOn on{service, port.number, port.protocol, bind, {}};
    const bool per_endpoint = bind.empty() && service.service->is_headless() &&
                              !is_http(port.protocol) && port.protocol != Protocol::UDP;
    if (!per_endpoint) {
      add_listener(on);
      return;
    }
    const std::vector<UpstreamEndpoint> endpoints =
        upstream_endpoints(scope_.index(), *service.service, port);
    if (endpoints.empty() && !service.service->is_kubernetes() &&
        !service.service->entry->workload_selector) {
      add_listener(on);
      return;
    }
    for (const UpstreamEndpoint& endpoint : endpoints) {
      if (endpoint.address == address_ && endpoint.address != scope_.pod().status.pod_ip) {
        on.bind = endpoint.address;
        add_listener(on);
      }
    }
  }

  void add_listener(ListenOn on) {
    if (on.service.service->resolution == Resolution::Alias || on.protocol == Protocol::UDP) {
      return;
    }
    choose_bind(on);
    if (on.bind != address_ && on.bind != kUnspecified) {
      return;  // nobody asks for it
    }
    const auto current = listeners_.find(on.bind);
    if (current == listeners_.end()) {
      OutboundListener& made = listeners_[on.bind];
      made = {.bind = on.bind,
              .port = on.port,
              .protocol =
                  is_http(on.protocol) && on.bind == kUnspecified ? Protocol::Auto : on.protocol,
              .is_locked = false,
              .chains = chains_for(on)};
      return;
    }
    if (!current->second.is_locked) {
      join(current->second, on);
    }
  }

  static void choose_bind(ListenOn& on) {
    if (!on.bind.empty()) {
      return;
    }
    const std::string& address = on.service.service->address();
    if (is_http(on.protocol) || is_network(address)) {
      on.bind = kUnspecified;
    } else {
      on.bind = address;
    }
    if (!is_http(on.protocol) && is_network(address)) {
      on.cidrs = on.service.service->addresses;
    }
  }

  // PORT-20: what becomes of a listener when another service wants it too.
  void join(OutboundListener& current, const ListenOn& on) {
    const bool was_tcp = is_tcp(current.protocol);
    const bool was_http = is_http(current.protocol);
    const bool joins =
        is_tcp(on.protocol) || was_tcp || (on.protocol == Protocol::Auto && was_http);
    const bool clashes = (is_mongo_or_mysql(on.protocol) || is_mongo_or_mysql(current.protocol)) &&
                         on.protocol != current.protocol;
    if (!joins || clashes) {
      return;
    }
    if (on.protocol == Protocol::Auto && was_http) {
      current.chains = chains_for(on);
      current.protocol = on.protocol;
      return;
    }
    merge_chains(current, chains_for(on));
    if (!is_tcp(on.protocol) || was_http) {
      current.protocol = Protocol::Auto;
    }
  }

  static void merge_chains(OutboundListener& current, std::vector<OutboundChain> incoming) {
    for (OutboundChain& chain : incoming) {
      const bool taken = std::any_of(
          current.chains.begin(), current.chains.end(),
          [&](const OutboundChain& each) { return asks_the_same(each.match, chain.match); });
      if (!taken) {
        current.chains.push_back(std::move(chain));
      }
    }
  }

  std::vector<OutboundChain> chains_for(const ListenOn& on) const {
    std::vector<OutboundChain> chains;
    if (!is_http(on.protocol)) {
      chains = is_tls(on.protocol) ? tls_chains(on) : tcp_chains(on);
    }
    if (!is_tcp(on.protocol)) {
      chains.push_back(http_chain(on));
    }
    return chains;
  }

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
    for (const EffectiveVirtualService* each : egress_->virtual_services) {
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
  const std::string& address_;
  std::int64_t port_;
  const EgressListener* egress_ = nullptr;
  std::map<std::string, OutboundListener> listeners_;
};

}  // namespace

std::string ClusterName::text() const {
  return fmt::format("outbound|{}|{}|{}", port, subset, host);
}

ClusterName cluster_name(const Destination& destination, std::string_view ns,
                         const ImportedService* service, std::int64_t listen_port) {
  ClusterName out{.host = fully_qualified(destination.host, ns),
                  .port = listen_port,
                  .subset = std::string(destination.subset),
                  .weight = 0};
  if (service != nullptr && service->service->resolution == Resolution::Alias) {
    out.host = service->service->service->external_name;
  }
  if (const auto number = destination.port_number()) {
    out.port = *number;
  } else if (service != nullptr && service->ports.size() == 1) {
    out.port = service->ports.front()->number;
  }
  return out;
}

std::vector<ClusterName> clusters_of(const std::vector<RouteDestination>& route,
                                     std::string_view ns, const ProxyScope& scope,
                                     std::int64_t listen_port) {
  std::vector<ClusterName> out;
  for (const RouteDestination& each : route) {
    if (!each.destination || (route.size() > 1 && each.weight == 0)) {
      continue;
    }
    out.push_back(cluster_name(*each.destination, ns,
                               scope.find_service(fully_qualified(each.destination->host, ns)),
                               listen_port));
    out.back().weight = route.size() > 1 ? each.weight : 0;
  }
  return out;
}

std::optional<OutboundListener> outbound_listener(const ProxyScope& scope,
                                                  const std::string& address, std::int64_t port) {
  Builder builder(scope, address, port);
  for (const EgressListener& egress : scope.listeners()) {
    builder.add(egress);
  }
  return builder.take();
}

const OutboundChain* find_chain(const OutboundListener& listener, const Connection& connection) {
  const OutboundChain* fallback = nullptr;
  bool inspects_tls = false;
  std::vector<const ChainMatch*> matches;
  std::vector<const OutboundChain*> chains;
  for (const OutboundChain& chain : listener.chains) {
    inspects_tls = inspects_tls || !chain.match.sni_hosts.empty();
    if (chain.match.matches_everything()) {
      fallback = &chain;
    } else {
      matches.push_back(&chain.match);
      chains.push_back(&chain);
    }
  }
  const auto found = find_chain(matches, connection, inspects_tls);
  return found ? chains[*found] : fallback;
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#include "common/istio/outbound_listener.h"

#include "common/istio/upstream.h"

#include <algorithm>
#include <array>
#include <map>

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
              .chains = outbound_chains(scope_, *egress_, on)};
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
      current.chains = outbound_chains(scope_, *egress_, on);
      current.protocol = on.protocol;
      return;
    }
    merge_chains(current, outbound_chains(scope_, *egress_, on));
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

  const ProxyScope& scope_;
  const std::string& address_;
  std::int64_t port_;
  const EgressListener* egress_ = nullptr;
  std::map<std::string, OutboundListener> listeners_;
};

}  // namespace

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

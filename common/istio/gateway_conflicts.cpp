// SPDX-License-Identifier: Apache-2.0
#include "common/istio/gateway_conflicts.h"

#include "common/istio/gateway_chains.h"
#include "common/istio/gateway_pods.h"
#include "common/istio/gateway_server.h"
#include "common/istio/virtual_service.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace mesh::istio {
namespace {

ServerRef ref_of(const MergedServer& server) {
  return {.gateway = server.gateway, .index = server.index};
}

// The server that a reason speaks of.
ServerRef server_of(const Snapshot& snapshot, const Reason& reason) {
  return {.gateway = snapshot.find<Gateway>(reason.object.ns, reason.object.name),
          .index = std::get<std::size_t>(reason.field.steps().back())};
}

ServerHost resolved(const ServerRef& server, std::string_view host) {
  ServerHost out = parse_server_host(host);
  out.ns = out.ns == "." ? server.gateway->ref.ns : out.ns;
  return out;
}

// An index in the hosts of `lost`.
std::optional<std::size_t> host_in_common(const ServerRef& lost, const ServerRef& kept) {
  const auto& hosts = lost.server().hosts;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const ServerHost own = resolved(lost, hosts[i]);
    for (const std::string_view host : kept.server().hosts) {
      const ServerHost other = resolved(kept, host);
      if (own.host == other.host && own.ns == other.ns) {
        return i;
      }
    }
  }
  return std::nullopt;
}

std::vector<ServerRef> servers_of(const MergedGateway& merged) {
  std::vector<ServerRef> servers;
  for (const MergedPort& port : merged.ports) {
    for (const MergedServer& server : port.servers) {
      servers.push_back(ref_of(server));
    }
  }
  return servers;
}

// What a dropped server lost its place to, as merged_gateway() goes about it.
std::optional<ServerConflict> explain(const ServerRef& lost, const std::vector<ServerRef>& kept,
                                      std::int64_t port) {
  const std::string_view bind = lost.server().bind;
  for (const ServerRef& other : kept) {
    const bool are_tls = lost.server().tls && other.server().tls;
    const auto host = are_tls && other.server().bind == bind ? host_in_common(lost, other)
                                                             : std::optional<std::size_t>();
    if (host) {
      return ServerConflict{ConflictKind::SameHost, lost, other, *host, port};
    }
  }
  for (const ServerRef& other : kept) {
    if (!other.server().tls && other.server().bind == bind) {
      return ServerConflict{ConflictKind::PlainPort, lost, other, 0, port};
    }
  }
  for (const ServerRef& other : kept) {
    if (other.gateway == lost.gateway && other.server().port->name == lost.server().port->name) {
      return ServerConflict{ConflictKind::PortName, lost, other, 0, port};
    }
  }
  return std::nullopt;
}

// The first two chains that ask for the same server name, or both for none.
std::optional<ServerConflict> same_match(const GatewayChains& chains, std::int64_t port) {
  std::map<std::string, const GatewayChain*> by_name;
  for (const GatewayChain& chain : chains.chains) {
    const std::vector<std::string> names =
        chain.match.has_sni() ? chain.match.sni_hosts : std::vector<std::string>{""};
    for (const std::string& name : names) {
      const auto [at, is_new] = by_name.emplace(name, &chain);
      if (is_new || at->second->server == chain.server) {
        continue;
      }
      const ServerRef lost = ref_of(*chain.server);
      const auto& hosts = lost.server().hosts;
      const auto host = std::find_if(hosts.begin(), hosts.end(), [&](std::string_view each) {
        return parse_server_host(each).host == name;
      });
      return ServerConflict{
          ConflictKind::SameMatch, lost, ref_of(*at->second->server),
          host == hosts.end() ? 0 : static_cast<std::size_t>(host - hosts.begin()), port};
    }
  }
  return std::nullopt;
}

std::set<std::int64_t> listening_ports(const Snapshot& snapshot, const Pod& pod) {
  std::set<std::int64_t> ports;
  for (const Gateway& gateway : snapshot.all<Gateway>()) {
    if (!pod.meta.labels.contains_all(gateway.selector)) {
      continue;
    }
    for (const Server& server : gateway.servers) {
      if (server.port) {
        ports.insert(listening_port(snapshot, pod, server.port->number.value_or(0)));
      }
    }
  }
  return ports;
}

}  // namespace

GatewayConflicts::GatewayConflicts(const Snapshot& snapshot) {
  std::set<ObjectRef> workloads;  // whose pods are alike
  for (const Gateway& gateway : snapshot.all<Gateway>()) {
    for (const Pod* pod : routers_of(snapshot, gateway)) {
      if (workloads.insert(pod->workload).second) {
        add_pod(snapshot, *pod);
      }
    }
  }
}

void GatewayConflicts::add_pod(const Snapshot& snapshot, const Pod& pod) {
  const ProxyScope scope(snapshot.view<MeshIndex>(), pod);
  for (const std::int64_t port : listening_ports(snapshot, pod)) {
    Reasons dropped;
    const MergedGateway merged = merged_gateway(scope, port, dropped);
    const std::vector<ServerRef> kept = servers_of(merged);
    for (const Reason& reason : dropped.list()) {
      if (const auto conflict = explain(server_of(snapshot, reason), kept, port)) {
        add(*conflict);
      }
    }
    const GatewayChains chains = gateway_chains(scope, merged);
    const auto refused = chains.are_rejected() ? same_match(chains, port) : std::nullopt;
    if (refused) {
      add(*refused);
    }
  }
}

void GatewayConflicts::add(const ServerConflict& conflict) {
  const bool known = std::any_of(all_.begin(), all_.end(), [&](const ServerConflict& each) {
    return each.lost == conflict.lost && each.kept == conflict.kept;
  });
  if (!known) {
    all_.push_back(conflict);
  }
}

bool GatewayConflicts::is_dropped(const ServerRef& server) const {
  return std::any_of(all_.begin(), all_.end(), [&](const ServerConflict& each) {
    return each.kind != ConflictKind::SameMatch && each.lost == server;
  });
}

}  // namespace mesh::istio

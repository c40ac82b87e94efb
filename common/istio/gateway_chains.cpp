// SPDX-License-Identifier: Apache-2.0
#include "common/istio/gateway_chains.h"

#include "common/istio/virtual_service.h"
#include "common/model/host.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace mesh::istio {
namespace {

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

class Builder {
 public:
  explicit Builder(const ProxyScope& scope) : scope_(scope) {}

  void add(const MergedPort& port) {
    if (port.is_plain_http) {
      out_.chains.push_back({.match = {},
                             .server = &port.servers.front(),
                             .is_http = true,
                             .clusters = {},
                             .rule = std::nullopt});
      return;
    }
    for (const MergedServer& server : port.servers) {
      if (terminates_https(server.server())) {
        out_.chains.push_back({.match = {.cidrs = {}, .sni_hosts = sni_hosts_of(server)},
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

  GatewayChains take() { return std::move(out_); }

 private:
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
      out_.takes_mesh_traffic = out_.takes_mesh_traffic || hands_on_some_service(server);
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
    out_.chains.push_back(
        {.match = std::move(match),
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

  const ProxyScope& scope_;
  GatewayChains out_;
  std::map<std::string, std::string> claimed_;
};

}  // namespace

bool GatewayChains::are_rejected() const {
  std::set<std::string> names;
  for (const GatewayChain& chain : chains) {
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

GatewayChains gateway_chains(const ProxyScope& scope, const MergedGateway& merged) {
  Builder builder(scope);
  for (const MergedPort& port : merged.ports) {
    builder.add(port);
  }
  return builder.take();
}

}  // namespace mesh::istio

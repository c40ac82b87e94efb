// SPDX-License-Identifier: Apache-2.0
#include "common/istio/gateway_routes.h"

#include "common/base/text.h"
#include "common/model/host.h"

#include <algorithm>
#include <map>

namespace mesh::istio {
namespace {

// The server's hosts that are open to a namespace.
std::vector<std::string> hosts_for(const MergedServer& server, std::string_view ns) {
  std::vector<std::string> out;
  for (const std::string& host : server.hosts) {
    const std::size_t slash = host.find('/');
    if (slash == std::string::npos) {
      out.push_back(to_lower(host));
    } else if (host.substr(0, slash) == ns) {
      out.push_back(to_lower(host.substr(slash + 1)));
    }
  }
  return out;
}

void add_once(std::vector<std::string>& list, const std::string& entry) {
  if (std::find(list.begin(), list.end(), entry) == list.end()) {
    list.push_back(entry);
  }
}

bool redirects(const MergedServer& server) {
  return server.server().tls && server.server().tls->https_redirect;
}

class Builder {
 public:
  explicit Builder(const ProxyScope& scope) : scope_(scope) {}

  void add(const MergedServer& server) {
    for (const EffectiveVirtualService* each :
         scope_.index().virtual_services_for(scope_.ns(), server.gateway_name())) {
      add(server, *each);
    }
    if (redirects(server)) {
      for (const std::string& host : server.hosts) {
        host_named(to_lower(host)).requires_tls = true;
      }
    }
  }

  std::vector<VirtualHost> take() {
    for (VirtualHost& host : hosts_) {
      std::stable_partition(host.routes.begin(), host.routes.end(),
                            [](const HttpRouteEntry& route) { return !is_catch_all(route); });
    }
    return std::move(hosts_);
  }

 private:
  void add(const MergedServer& server, const EffectiveVirtualService& each) {
    const std::vector<std::string> shared = shared_hosts(server, each);
    if (shared.empty()) {
      return;
    }
    const std::vector<HttpRouteEntry>& routes = routes_for(server, each);
    if (routes.empty()) {
      return;
    }
    for (const std::string& name : shared) {
      VirtualHost& host = host_named(name);
      if (host.virtual_service == nullptr) {
        host.virtual_service = each.object;
      }
      host.routes.insert(host.routes.end(), routes.begin(), routes.end());
      host.requires_tls = host.requires_tls || redirects(server);
    }
  }

  // Routes are made once for a Gateway, for the port of its first server that shares a host and has
  // any.
  const std::vector<HttpRouteEntry>& routes_for(const MergedServer& server,
                                                const EffectiveVirtualService& each) {
    const auto key = std::make_pair(server.gateway, &each);
    std::vector<HttpRouteEntry>& routes = routes_[key];
    if (routes.empty()) {
      routes =
          routes_of(each, scope_, {.gateway = gateway_name(server), .port = server.port_number()});
    }
    return routes;
  }

  const std::string& gateway_name(const MergedServer& server) {
    return names_.emplace(server.gateway, server.gateway_name()).first->second;
  }

  VirtualHost& host_named(const std::string& name) {
    const auto [at, is_new] = index_by_name_.emplace(name, hosts_.size());
    if (is_new) {
      hosts_.push_back({.domains = {name},
                        .routes = {},
                        .virtual_service = nullptr,
                        .service = nullptr,
                        .requires_tls = false});
    }
    return hosts_[at->second];
  }

  const ProxyScope& scope_;
  std::vector<VirtualHost> hosts_;
  std::map<std::string, std::size_t> index_by_name_;
  std::map<const Gateway*, std::string> names_;
  std::map<std::pair<const Gateway*, const EffectiveVirtualService*>, std::vector<HttpRouteEntry>>
      routes_;
};

}  // namespace

std::vector<std::string> shared_hosts(const MergedServer& server,
                                      const EffectiveVirtualService& virtual_service) {
  std::vector<std::string> out;
  for (const std::string& own : hosts_for(server, virtual_service.object->ref.ns)) {
    for (const std::string& other : virtual_service.hosts) {
      if (host_covers(other, own)) {
        add_once(out, own);
      } else if (host_covers(own, other)) {
        add_once(out, other);
      }
    }
  }
  return out;
}

std::vector<VirtualHost> gateway_virtual_hosts(const ProxyScope& scope,
                                               const std::vector<MergedServer>& servers) {
  Builder builder(scope);
  for (const MergedServer& server : servers) {
    builder.add(server);
  }
  return builder.take();
}

}  // namespace mesh::istio

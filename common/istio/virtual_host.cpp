// SPDX-License-Identifier: Apache-2.0
#include "common/istio/virtual_host.h"

#include "common/base/text.h"
#include "common/istio/service_names.h"
#include "common/model/host.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace mesh::istio {
namespace {

constexpr std::int64_t kPlainHttpPort = 80;

// The services of an egress listener that have the port; of equal hosts the last one.
using ServicesByHost = std::map<std::string, const ImportedService*>;

ServicesByHost services_on(const EgressListener& egress, std::int64_t port) {
  ServicesByHost out;
  for (const ImportedService& service : egress.services) {
    if (service.find_port(port) != nullptr) {
      out[service.host()] = &service;
    }
  }
  return out;
}

// Without the port; IPv6 addresses keep their brackets.
std::string host_name(std::string_view authority) {
  const std::size_t colon = authority.rfind(':');
  const bool has_port = colon != std::string_view::npos &&
                        authority.find(']', colon) == std::string_view::npos &&
                        parse_number(authority.substr(colon + 1));
  return to_lower(has_port ? authority.substr(0, colon) : authority);
}

// How well a domain fits: nullopt if not at all.
std::optional<std::size_t> fit(const std::string& domain, const std::string& host) {
  constexpr std::size_t kExact = 100000;
  if (equals_ignoring_case(domain, host)) {
    return kExact;
  }
  if (domain == "*") {
    return 0;
  }
  const bool covers =
      is_wildcard(domain) && domain.size() - 1 < host.size() && host_covers(domain, host);
  return covers ? std::optional(domain.size()) : std::nullopt;
}

class Builder {
 public:
  Builder(const ProxyScope& scope, const EgressListener& egress, std::int64_t port,
          std::string_view authority)
      : scope_(scope),
        egress_(egress),
        port_(port),
        wanted_(host_name(authority)),
        services_(services_on(egress, port)) {}

  std::vector<VirtualHost> run() {
    collect();
    for (const Wrapper& wrapper : wrappers_) {
      for (const ImportedService* service : wrapper.services) {
        known_.insert(service->host());
      }
    }
    for (const Wrapper& wrapper : wrappers_) {
      emit(wrapper);
    }
    return std::move(out_);
  }

 private:
  // Hosts and services that share their routes.
  struct Wrapper {
    std::vector<std::string> hosts;  // in no registry
    std::vector<const ImportedService*> services;
    std::vector<HttpRouteEntry> routes;
    const VirtualService* virtual_service = nullptr;
  };

  void collect() {
    std::set<const ImportedService*> taken;
    for (const EffectiveVirtualService* each : egress_.virtual_services) {
      if (auto wrapper = wrap(*each)) {
        taken.insert(wrapper->services.begin(), wrapper->services.end());
        wrappers_.push_back(std::move(*wrapper));
      }
    }
    for (const auto& [host, service] : services_) {
      const MeshPort& port = *service->find_port(port_);
      if (!taken.contains(service) && port.is_http_or_auto() &&
          service->service->resolution != Resolution::Alias) {
        wrappers_.push_back({.hosts = {},
                             .services = {service},
                             .routes = {{.rule = nullptr,
                                         .match = nullptr,
                                         .own_cluster = ClusterName{host, port_, "", 0},
                                         .port = port_}},
                             .virtual_service = nullptr});
      }
    }
  }

  // RTE-25: a VirtualService that has nothing to do with a service of the port counts on port 80
  // only.
  std::optional<Wrapper> wrap(const EffectiveVirtualService& each) {
    if (port_ != kPlainHttpPort && !touches_service(each)) {
      return std::nullopt;
    }
    Wrapper out{.hosts = {},
                .services = {},
                .routes = routes_of(each, scope_, {.gateway = kMesh, .port = port_}),
                .virtual_service = each.object};
    if (out.routes.empty()) {
      return std::nullopt;
    }
    separate(each, out);
    std::erase_if(out.services, [&](const ImportedService* service) {
      return !service->find_port(port_)->is_http_or_auto();
    });
    const bool is_used = !out.services.empty() || port_ == kPlainHttpPort;
    return is_used ? std::optional(std::move(out)) : std::nullopt;
  }

  bool touches_service(const EffectiveVirtualService& each) const {
    return std::any_of(each.hosts.begin(), each.hosts.end(), [&](const std::string& host) {
      if (services_.contains(host)) {
        return true;
      }
      return std::any_of(services_.begin(), services_.end(), [&](const auto& entry) {
        return (is_wildcard(host) || is_wildcard(entry.first)) && hosts_overlap(host, entry.first);
      });
    });
  }

  // RTE-23: each service takes the most specific wildcard only.
  void separate(const EffectiveVirtualService& each, Wrapper& out) const {
    for (const std::string& host : each.hosts) {
      if (is_wildcard(host)) {
        continue;
      }
      const auto at = services_.find(host);
      if (at != services_.end()) {
        out.services.push_back(at->second);
      } else {
        out.hosts.push_back(host);
      }
    }
    for (const std::string& host : each.hosts) {
      if (is_wildcard(host)) {
        separate_wildcard(each, host, out);
      }
    }
  }

  void separate_wildcard(const EffectiveVirtualService& each, const std::string& pattern,
                         Wrapper& out) const {
    bool found = false;
    for (const auto& [host, service] : services_) {
      if (!hosts_overlap(pattern, host)) {
        continue;
      }
      found = true;
      if (egress_.most_specific_for(host) == &each) {
        out.services.push_back(service);
      }
    }
    if (!found) {
      out.hosts.push_back(pattern);
    }
  }

  void emit(const Wrapper& wrapper) {
    for (const std::string& host : wrapper.hosts) {
      emit_host(wrapper, host, {.all = {host}, .short_ones = {}}, nullptr);
    }
    for (const ImportedService* service : wrapper.services) {
      emit_host(wrapper, service->host(), names_of(*service, scope_.ns()), service->service);
    }
  }

  // RTE-21: the first to claim a domain has it.
  void emit_host(const Wrapper& wrapper, const std::string& name, const ServiceNames& names,
                 const MeshService* service) {
    if (!names_.insert(name).second) {
      return;
    }
    VirtualHost host{.domains = {},
                     .routes = {},
                     .virtual_service = wrapper.virtual_service,
                     .service = service,
                     .requires_tls = false};
    for (const std::string& domain : names.all) {
      const bool is_other_service = names.short_ones.contains(domain) && known_.contains(domain);
      if (!is_other_service && fit(domain, wanted_) && domains_.insert(to_lower(domain)).second) {
        host.domains.push_back(domain);
      }
    }
    if (!host.domains.empty()) {
      host.routes = wrapper.routes;
      out_.push_back(std::move(host));
    }
  }

  const ProxyScope& scope_;
  const EgressListener& egress_;
  std::int64_t port_;
  std::string wanted_;
  ServicesByHost services_;
  std::vector<Wrapper> wrappers_;
  std::unordered_set<std::string> known_;
  std::unordered_set<std::string> names_;
  std::unordered_set<std::string> domains_;
  std::vector<VirtualHost> out_;
};

const EgressListener* egress_for(const ProxyScope& scope, std::int64_t port) {
  for (const EgressListener& egress : scope.listeners()) {
    if (!egress.port() || *egress.port() == port) {
      return &egress;
    }
  }
  return nullptr;
}

}  // namespace

std::vector<VirtualHost> virtual_hosts(const ProxyScope& scope, std::int64_t port,
                                       std::string_view authority) {
  const EgressListener* egress = egress_for(scope, port);
  return egress == nullptr ? std::vector<VirtualHost>{}
                           : Builder(scope, *egress, port, authority).run();
}

const VirtualHost* find_virtual_host(const std::vector<VirtualHost>& hosts,
                                     std::string_view authority) {
  const std::string name = host_name(authority);
  const VirtualHost* best = nullptr;
  std::size_t best_fit = 0;
  for (const VirtualHost& host : hosts) {
    for (const std::string& domain : host.domains) {
      const auto own = fit(domain, name);
      if (own && (best == nullptr || *own > best_fit)) {
        best = &host;
        best_fit = *own;
      }
    }
  }
  return best;
}

const VirtualHost* find_sniffed_virtual_host(const std::vector<VirtualHost>& hosts,
                                             std::string_view service_host) {
  const auto at = std::find_if(hosts.begin(), hosts.end(), [&](const VirtualHost& host) {
    return std::find(host.domains.begin(), host.domains.end(), service_host) != host.domains.end();
  });
  return at == hosts.end() ? nullptr : &*at;
}

const HttpRouteEntry* find_route(const VirtualHost& host, const HttpRequest& request,
                                 Reasons& reasons) {
  for (const HttpRouteEntry& route : host.routes) {
    const auto reason =
        route.match == nullptr ? std::nullopt : first_unmet(*route.match->match, request);
    if (!reason) {
      return &route;
    }
    reasons.pass_over(route.rule->owner().ref, route.path(), "does not match: {}", *reason);
  }
  return nullptr;
}

}  // namespace mesh::istio

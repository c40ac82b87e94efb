// SPDX-License-Identifier: Apache-2.0
#include "common/istio/route_destination.h"

#include "common/istio/export_to.h"
#include "common/istio/gateway_pods.h"
#include "common/istio/mesh_config.h"
#include "common/istio/rule_effect.h"
#include "common/istio/validate_syntax.h"
#include "common/model/host.h"

#include <algorithm>

namespace mesh::istio {
namespace {

bool is_destination_host(std::string_view host) {
  return host != "*" && is_wildcard_domain(host);
}

template <typename Rule>
void append_rules(const VirtualService& owner, RouteSection section, const std::vector<Rule>& rules,
                  std::vector<RoutedDestination>& out) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const std::vector<RouteDestination>& route = rules[i].route;
    for (std::size_t j = 0; j < route.size(); ++j) {
      const bool gets_requests = route.size() == 1 || route[j].weight > 0;
      if (!gets_requests || !route[j].destination ||
          !is_destination_host(route[j].destination->host)) {
        continue;
      }
      out.push_back({.virtual_service = &owner,
                     .section = section,
                     .rule = i,
                     .destination = &*route[j].destination,
                     .field = FieldPath("spec", text(section), i, "route", j, "destination"),
                     .host = fully_qualified(route[j].destination->host, owner.ref.ns)});
    }
  }
}

void add_once(std::vector<RouteClient>& clients, const RouteClient& client) {
  const bool known = std::any_of(clients.begin(), clients.end(), [&](const RouteClient& each) {
    return each.ns == client.ns && each.gateway == client.gateway;
  });
  if (!known) {
    clients.push_back(client);
  }
}

BoundRule bound(const RoutedDestination& destination, const RoutingRoot& root) {
  return {.owner = destination.virtual_service,
          .section = destination.section,
          .rule = destination.rule,
          .root = root};
}

bool names_missing_gateway(const Snapshot& snapshot, const VirtualService& root) {
  return std::any_of(root.gateways.begin(), root.gateways.end(), [&](std::string_view reference) {
    return reference != "mesh" && find_gateway(snapshot, reference, root.ref.ns) == nullptr;
  });
}

}  // namespace

std::vector<RoutedDestination> destinations_of(const VirtualService& virtual_service) {
  std::vector<RoutedDestination> destinations;
  append_rules(virtual_service, RouteSection::Http, virtual_service.http, destinations);
  append_rules(virtual_service, RouteSection::Tls, virtual_service.tls, destinations);
  append_rules(virtual_service, RouteSection::Tcp, virtual_service.tcp, destinations);
  return destinations;
}

RouteContext::RouteContext(const Snapshot& snapshot) : snapshot_(snapshot), registry_(snapshot) {}

bool RouteContext::is_exported_to(const VirtualService& virtual_service,
                                  std::string_view ns) const {
  return is_exported(virtual_service.export_to,
                     mesh_config(snapshot_).default_virtual_service_export_to,
                     virtual_service.ref.ns, ns);
}

void RouteContext::append_mesh_clients(const VirtualService& root, std::string_view host_ns,
                                       std::vector<RouteClient>& clients) const {
  std::vector<std::string_view> namespaces{root.ref.ns, host_ns};
  namespaces.insert(namespaces.end(), root.export_to.begin(), root.export_to.end());
  for (const std::string_view ns : namespaces) {
    const bool is_namespace = !ns.empty() && ns != "*" && ns != "." && ns != "~";
    if (is_namespace && is_exported_to(root, ns)) {
      add_once(clients, {.ns = ns, .gateway = nullptr});
    }
  }
}

std::vector<RouteClient> RouteContext::clients_of(const RoutedDestination& destination,
                                                  std::string_view host_ns) {
  std::vector<RouteClient> clients;
  const auto roots = routing_roots(snapshot_, *destination.virtual_service);
  if (roots.empty() && !snapshot_.is_live()) {
    append_mesh_clients(*destination.virtual_service, {}, clients);
  }
  for (const RoutingRoot& root : roots) {
    if (effect_in_mesh(registry_, bound(destination, root)) == Effect::Possible) {
      append_mesh_clients(*root.virtual_service, host_ns, clients);
    }
    for (const NamedGateway& named : gateways_of(snapshot_, *root.virtual_service)) {
      if (effect_at(*named.gateway, bound(destination, root)) != Effect::Possible) {
        continue;
      }
      for (const std::string_view ns : namespaces_of(*named.gateway)) {
        if (is_exported_to(*root.virtual_service, ns)) {
          add_once(clients, {.ns = ns, .gateway = named.gateway});
        }
      }
    }
  }
  return clients;
}

std::vector<RouteServer> RouteContext::servers_of(const RoutedDestination& destination) const {
  std::vector<RouteServer> found;
  for (const RoutingRoot& root : routing_roots(snapshot_, *destination.virtual_service)) {
    for (const NamedGateway& named : gateways_of(snapshot_, *root.virtual_service)) {
      const std::vector<Server>& servers = named.gateway->servers;
      for (std::size_t i = 0; i < servers.size(); ++i) {
        const std::int64_t port = servers[i].port ? servers[i].port->number.value_or(0) : 0;
        if (port != 0 && needed_section(servers[i]) == destination.section &&
            !only_redirects(servers[i]) &&
            binds(*named.gateway, servers[i], *root.virtual_service) &&
            applies(bound(destination, root), {.gateway = named.gateway, .port = port})) {
          found.push_back({.gateway = named.gateway, .server = i, .port = port});
        }
      }
    }
  }
  return found;
}

bool RouteContext::can_apply(const RoutedDestination& destination) const {
  bool is_idle = false;
  for (const RoutingRoot& root : routing_roots(snapshot_, *destination.virtual_service)) {
    const BoundRule rule = bound(destination, root);
    std::vector<Effect> effects{effect_in_mesh(registry_, rule)};
    for (const NamedGateway& named : gateways_of(snapshot_, *root.virtual_service)) {
      effects.push_back(effect_at(*named.gateway, rule));
    }
    if (names_missing_gateway(snapshot_, *root.virtual_service) ||
        std::find(effects.begin(), effects.end(), Effect::Possible) != effects.end()) {
      return true;
    }
    is_idle = is_idle || std::find(effects.begin(), effects.end(), Effect::Idle) != effects.end();
  }
  return !is_idle;
}

std::vector<RegistryPort> RouteContext::called_ports(const RoutedDestination& destination,
                                                     std::string_view host) const {
  const RoutingRoot itself{.virtual_service = destination.virtual_service, .rule = std::nullopt};
  return istio::called_ports(registry_, bound(destination, itself), host);
}

const SelectedRules& RouteContext::destination_rules(std::string_view client_ns,
                                                     std::string_view host,
                                                     std::string_view host_ns) {
  const auto [at, is_new] = selected_rules_.try_emplace(
      {std::string(client_ns), std::string(host), std::string(host_ns)});
  if (is_new) {
    at->second = select_destination_rules(snapshot_, client_ns, host, host_ns);
  }
  return at->second;
}

const std::vector<std::string_view>& RouteContext::namespaces_of(const Gateway& gateway) {
  const auto [at, is_new] = gateway_namespaces_.try_emplace(&gateway);
  if (is_new) {
    at->second = gateway_namespaces(snapshot_, gateway);
  }
  return at->second;
}

}  // namespace mesh::istio

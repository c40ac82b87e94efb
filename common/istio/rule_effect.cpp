// SPDX-License-Identifier: Apache-2.0
#include "common/istio/rule_effect.h"

#include "common/model/host.h"

#include <algorithm>

namespace mesh::istio {
namespace {

// Those under which the rule's own conditions let it apply, whatever their protocol.
std::vector<RegistryPort> matched_ports(const Registry& registry, const BoundRule& rule,
                                        std::string_view host) {
  std::vector<RegistryPort> matched;
  for (const RegistryEntry& entry :
       registry.find_all(fully_qualified(host, rule.root.virtual_service->ref.ns))) {
    for (const RegistryPort& port : entry.ports()) {
      if (protocol_of(port) != Protocol::UDP &&
          applies(rule, {.gateway = nullptr, .port = port.number})) {
        matched.push_back(port);
      }
    }
  }
  return matched;
}

Effect effect_on(const std::vector<RegistryPort>& ports, RouteSection section) {
  const bool counts = std::any_of(ports.begin(), ports.end(), [&](const RegistryPort& port) {
    return counts_in_mesh(section, protocol_of(port));
  });
  return ports.empty() || counts ? Effect::Possible : Effect::Idle;
}

}  // namespace

bool applies(const BoundRule& rule, const Listener& where) {
  const RoutingRoot& root = rule.root;
  return rule_applies(*rule.owner, rule.section, rule.rule, where) &&
         (!root.rule || rule_applies(*root.virtual_service, RouteSection::Http, *root.rule, where));
}

Protocol protocol_of(const RegistryPort& port) {
  return port.service_port != nullptr ? protocol_of(*port.service_port).protocol
                                      : parse_protocol(port.service_entry_port->protocol);
}

bool counts_in_mesh(RouteSection section, Protocol protocol) {
  return section == RouteSection::Http ? is_http(protocol) || protocol == Protocol::Auto
                                       : is_tcp(protocol) || protocol == Protocol::Auto;
}

std::vector<RegistryPort> called_ports(const Registry& registry, const BoundRule& rule,
                                       std::string_view host) {
  if (!is_bound_to_mesh(*rule.root.virtual_service)) {
    return {};
  }
  std::vector<RegistryPort> ports = matched_ports(registry, rule, host);
  std::erase_if(ports, [&](const RegistryPort& port) {
    return !counts_in_mesh(rule.section, protocol_of(port));
  });
  return ports;
}

Effect effect_in_mesh(const Registry& registry, const BoundRule& rule) {
  const VirtualService& root = *rule.root.virtual_service;
  if (!is_bound_to_mesh(root) || !applies(rule, {})) {
    return Effect::NotBound;
  }
  const bool possible =
      root.hosts.empty() ||
      std::any_of(root.hosts.begin(), root.hosts.end(), [&](std::string_view host) {
        return is_wildcard(host) ||
               effect_on(matched_ports(registry, rule, host), rule.section) == Effect::Possible;
      });
  return possible ? Effect::Possible : Effect::Idle;
}

Effect effect_at(const Gateway& gateway, const BoundRule& rule) {
  if (!applies(rule, {.gateway = &gateway})) {
    return Effect::NotBound;
  }
  bool is_idle = false;
  for (const Server& server : gateway.servers) {
    if (!binds(gateway, server, *rule.root.virtual_service)) {
      continue;
    }
    if (needed_section(server).value_or(rule.section) == rule.section) {
      return Effect::Possible;
    }
    is_idle = true;
  }
  return is_idle ? Effect::Idle : Effect::Possible;
}

bool binds(const Gateway& gateway, const Server& server, const VirtualService& virtual_service) {
  const std::string_view ns = virtual_service.ref.ns;
  return std::any_of(virtual_service.hosts.begin(), virtual_service.hosts.end(),
                     [&](std::string_view host) {
                       return serves(gateway, server, ns, fully_qualified(host, ns));
                     });
}

}  // namespace mesh::istio

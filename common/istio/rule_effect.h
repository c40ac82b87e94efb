// SPDX-License-Identifier: Apache-2.0
//
// RTE-15, RTE-20: the protocol of a listener decides which section of a VirtualService counts
// there. A rule of another section is idle: neither it nor its destinations have any effect.
#pragma once

#include "common/istio/port_protocol.h"
#include "common/istio/route_match.h"
#include "common/istio/service_registry.h"

#include <vector>

namespace mesh::istio {

// How a port that the mesh knows is declared.
Protocol protocol_of(const RegistryPort& port);

// Whether sidecars apply the section to calls of ports that are declared so. Auto ports are
// sniffed and take every section, UDP takes none.
bool counts_in_mesh(RouteSection section, Protocol protocol);

// Idle: the listeners that the rule is for want another section (ROUTE011, ROUTE017). Possible
// also where that cannot be told: unknown hosts, servers that are not in order.
enum class Effect { NotBound, Idle, Possible };

// A rule as it is in force: through a root, which differs from its owner for a delegate.
struct BoundRule {
  const VirtualService* owner = nullptr;
  RouteSection section = RouteSection::Http;
  std::size_t rule = 0;
  RoutingRoot root;
};

// Whether its conditions let it apply there: its own, and for a delegate also those of the rule
// that hands over to it.
bool applies(const BoundRule& rule, const Listener& where);

// The ports of `host`, one of the root's, at which sidecars use the rule. O(ports).
std::vector<RegistryPort> called_ports(const Registry& registry, const BoundRule& rule,
                                       std::string_view host);

Effect effect_in_mesh(const Registry& registry, const BoundRule& rule);
Effect effect_at(const Gateway& gateway, const BoundRule& rule);

// Whether a server of the Gateway takes a host of the VirtualService.
bool binds(const Gateway& gateway, const Server& server, const VirtualService& virtual_service);

}  // namespace mesh::istio

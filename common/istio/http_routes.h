// SPDX-License-Identifier: Apache-2.0
//
// RTE-14, RTE-27, RTE-28: the routes that a VirtualService's http rules make in one place. Ports,
// gateways and sources of a match are decided here; what comes behind a route that takes everything
// is not made at all.
#pragma once

#include "common/istio/cluster_name.h"
#include "common/istio/reason.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh::istio {

// One route: a match of a rule, or the plain way to a service.
struct HttpRouteEntry {
  const EffectiveRoute* rule = nullptr;
  const EffectiveMatch* match = nullptr;   // nullptr: the rule has no match list
  std::optional<ClusterName> own_cluster;  // set instead of `rule`
  std::int64_t port = 0;                   // RTE-41: stands in where a destination names none

  // The VirtualService's object and the field of rule or match.
  FieldPath path() const;
};

// RTE-27: the route takes every request.
bool is_catch_all(const HttpRouteEntry& route);

// Where a VirtualService's http rules are put in force.
struct RoutePlace {
  std::string_view gateway;  // "mesh", "ns/name"
  std::int64_t port = 0;     // of the listener in the mesh, of the server at a gateway
};

// RTE-14, RTE-27, RTE-28: the routes that a VirtualService makes there; none behind one that takes
// everything. Matches that cannot apply are told to `reasons`, if given.
std::vector<HttpRouteEntry> routes_of(const EffectiveVirtualService& virtual_service,
                                      const ProxyScope& scope, const RoutePlace& place,
                                      Reasons* reasons = nullptr);

}  // namespace mesh::istio

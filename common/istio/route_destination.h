// SPDX-License-Identifier: Apache-2.0
//
// RTE-1, RTE-40 … RTE-42: where the rules of a VirtualService send requests. A destination is a
// host (a Service or a host of a ServiceEntry), a port of it, and perhaps a subset; each must exist
// for the proxy that follows the rule, or it answers 503 NC. Mirrors are not among them (RTE-36).
#pragma once

#include "common/istio/destination_rule.h"
#include "common/istio/route_match.h"
#include "common/istio/service_registry.h"
#include "common/istio/virtual_service.h"
#include "common/model/snapshot.h"

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace mesh::istio {

// One entry of spec.<section>[rule].route.
struct RoutedDestination {
  const VirtualService* virtual_service = nullptr;
  RouteSection section = RouteSection::Http;
  std::size_t rule = 0;
  const Destination* destination = nullptr;
  FieldPath field;   // spec.http[0].route[1].destination
  std::string host;  // fully qualified
};

// All that can get requests: one of weight 0 beside others gets none (RTE-33). Destinations whose
// host Istio rejects (ROUTE030) are left out.
std::vector<RoutedDestination> destinations_of(const VirtualService& virtual_service);

// Proxies that follow a rule: of one namespace, as gateways or (nullptr) as sidecars.
struct RouteClient {
  std::string_view ns;
  const Gateway* gateway = nullptr;
};

// A server of a Gateway at which a rule takes part.
struct RouteServer {
  const Gateway* gateway = nullptr;
  std::size_t server = 0;
  std::int64_t port = 0;
};

// What the checks of destinations ask, with the answers kept. Refers to the snapshot.
class RouteContext {
 public:
  explicit RouteContext(const Snapshot& snapshot);

  const Registry& registry() const { return registry_; }

  // In the mesh: the VirtualService's own namespace, those that its exportTo names, and `host_ns`,
  // the namespace of what the destination stands for; at Gateways: the namespaces of their pods.
  // Only where the VirtualService is exported to (RTE-4) and the rule applies. A delegate in files
  // that nothing there refers to is taken as followed in its own namespace.
  std::vector<RouteClient> clients_of(const RoutedDestination& destination,
                                      std::string_view host_ns);

  // Where a Gateway's server uses the rule: it binds one of the hosts, and wants this section.
  std::vector<RouteServer> servers_of(const RoutedDestination& destination) const;

  // Whether the rule can have an effect, as far as that is known. False where every listener that
  // it is for wants another section, which ROUTE011 and ROUTE017 tell.
  bool can_apply(const RoutedDestination& destination) const;

  // The ports of `host`, one of the VirtualService's, at which sidecars use the rule. None for a
  // delegate.
  std::vector<RegistryPort> called_ports(const RoutedDestination& destination,
                                         std::string_view host) const;

  const SelectedRules& destination_rules(std::string_view client_ns, std::string_view host,
                                         std::string_view host_ns);

  const std::vector<std::string_view>& namespaces_of(const Gateway& gateway);

 private:
  bool is_exported_to(const VirtualService& virtual_service, std::string_view ns) const;
  void append_mesh_clients(const VirtualService& root, std::string_view host_ns,
                           std::vector<RouteClient>& clients) const;

  const Snapshot& snapshot_;
  Registry registry_;
  std::map<const Gateway*, std::vector<std::string_view>> gateway_namespaces_;
  // By the client's namespace, the host, and the host's namespace.
  std::map<std::tuple<std::string, std::string, std::string>, SelectedRules> selected_rules_;
};

}  // namespace mesh::istio

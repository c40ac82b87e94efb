// SPDX-License-Identifier: Apache-2.0
//
// RTE-50, RTE-51: what one proxy knows of the mesh. A sidecar imports what its Sidecar object names
// (everything without one), and what the VirtualServices that it imports send traffic to. Gateways
// know everything that is exported to their namespace.
#pragma once

#include "common/istio/destination_rule.h"
#include "common/istio/mesh_index.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mesh::istio {

// A service with the ports and aliases that were imported of it.
struct ImportedService {
  const MeshService* service = nullptr;
  std::vector<const MeshPort*> ports;
  std::vector<std::string> aliases;

  const std::string& host() const { return service->host; }

  const MeshPort* find_port(std::int64_t number) const;
};

// What one entry of Sidecar.spec.egress imports.
struct EgressListener {
  const SidecarEgress* egress = nullptr;  // nullptr: the default one, which imports everything
  std::size_t index = 0;                  // in spec.egress
  std::vector<ImportedService> services;
  std::vector<const EffectiveVirtualService*> virtual_services;

  // A port of its own; otherwise it serves all ports that no other one has.
  std::optional<std::int64_t> port() const;

  // RTE-23: the VirtualService whose host is the most specific one for a service's host; of equal
  // ones the first. nullptr if none covers it. O(log) for exact hosts, O(wildcard hosts) else.
  const EffectiveVirtualService* most_specific_for(std::string_view host) const;

  // Fills what most_specific_for() looks up.
  void index_hosts();

 private:
  std::unordered_map<std::string_view, const EffectiveVirtualService*> exact_;
  std::vector<std::pair<std::string_view, const EffectiveVirtualService*>> wildcards_;
};

class ProxyScope {
 public:
  // Of a pod with a sidecar or of a gateway's pod. Refers to the index and the pod.
  ProxyScope(const MeshIndex& index, const Pod& pod);

  const MeshIndex& index() const { return index_; }

  const Snapshot& snapshot() const { return index_.snapshot(); }

  const Pod& pod() const { return pod_; }

  std::string_view ns() const { return pod_.ref.ns; }

  bool is_gateway() const { return is_gateway_; }

  // nullptr: everything is imported.
  const Sidecar* sidecar() const { return sidecar_; }

  const std::vector<EgressListener>& listeners() const { return listeners_; }

  // What clusters are made for: one service per host.
  const ImportedService* find_service(std::string_view host) const;

  // RTE-41: the service by which a gateway names the cluster of a destination: the one of that host
  // in the VirtualService's namespace, if the gateway sees it, else that of find_service(). nullopt
  // if there is none.
  std::optional<ImportedService> gateway_destination(std::string_view host,
                                                     std::string_view ns) const;

  template <typename Predicate>
  bool any_service(Predicate&& accept) const {
    return std::any_of(services_.begin(), services_.end(),
                       [&](const ImportedService& each) { return accept(*each.service); });
  }

  // Whether unknown destinations are passed through (outboundTrafficPolicy ALLOW_ANY).
  bool allows_any() const { return allows_any_; }

  // MTLS-34, for this proxy's namespace and labels.
  SelectedRules destination_rules(const MeshService& service) const;

 private:
  void import_all();
  void import_for_sidecar();
  void import_destinations(const EgressListener& listener);
  void append(const ImportedService& service);

  const MeshIndex& index_;
  const Pod& pod_;
  bool is_gateway_ = false;
  const Sidecar* sidecar_ = nullptr;
  bool allows_any_ = true;
  std::vector<EgressListener> listeners_;
  std::vector<ImportedService> services_;
  std::unordered_map<std::string_view, std::size_t> service_by_host_;
};

}  // namespace mesh::istio

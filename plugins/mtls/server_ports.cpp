// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/server_ports.h"

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "common/istio/peer_authentication.h"
#include "common/istio/sidecar_of.h"

#include <algorithm>

namespace mesh::mtls {
namespace {

void add_container_ports(const Pod& pod, std::set<std::int32_t>& ports) {
  for (const ContainerPort* port : istio::declared_ports(pod)) {
    ports.insert(port->container_port);
  }
}

void add_target_ports(const Snapshot& snapshot, const Pod& pod, std::set<std::int32_t>& ports) {
  for (const Service* service : snapshot.services_selecting(pod)) {
    for (const ServicePort& port : service->ports) {
      if (const auto target = istio::target_port_in(pod, port)) {
        ports.insert(*target);
      }
    }
  }
}

void add_policy_ports(const Snapshot& snapshot, const Pod& pod, std::set<std::int32_t>& ports) {
  const PeerAuthentication* policy = istio::workload_policy(snapshot, pod);
  if (policy == nullptr || !policy->port_level_mtls) {
    return;
  }
  for (const auto& [number, mtls] : *policy->port_level_mtls) {
    if (const auto port = parse_number(number)) {
      ports.insert(static_cast<std::int32_t>(*port));
    }
  }
}

void add_ingress_ports(const Snapshot& snapshot, const Pod& pod, std::set<std::int32_t>& ports) {
  const Sidecar* sidecar = istio::sidecar_of(snapshot, pod);
  if (sidecar == nullptr) {
    return;
  }
  for (const SidecarIngress& ingress : sidecar->ingress) {
    if (ingress.port && ingress.port->number) {
      ports.insert(static_cast<std::int32_t>(*ingress.port->number));
    }
  }
}

}  // namespace

std::set<std::int32_t> server_ports(const Snapshot& snapshot, const Pod& pod) {
  std::set<std::int32_t> ports;
  add_container_ports(pod, ports);
  add_target_ports(snapshot, pod, ports);
  add_policy_ports(snapshot, pod, ports);
  add_ingress_ports(snapshot, pod, ports);
  return ports;
}

std::vector<const PeerAuthentication*> policies_behind(const Snapshot& snapshot, const Pod& pod) {
  std::vector<const PeerAuthentication*> policies;
  for (const PeerAuthentication* policy :
       {istio::mesh_policy(snapshot), istio::namespace_policy(snapshot, pod.ref.ns),
        istio::workload_policy(snapshot, pod)}) {
    if (policy != nullptr &&
        std::find(policies.begin(), policies.end(), policy) == policies.end()) {
      policies.push_back(policy);
    }
  }
  return policies;
}

}  // namespace mesh::mtls

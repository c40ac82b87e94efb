// SPDX-License-Identifier: Apache-2.0
#include "common/istio/gateway_server.h"

#include "common/istio/endpoints.h"
#include "common/istio/mesh_config.h"

#include <algorithm>

namespace mesh::istio {
namespace {

constexpr std::string_view kNoTranslation =
    "experimental.istio.io/disable-gateway-port-translation";

bool is_tcp_port(const ServicePort& port) {
  return port.protocol.empty() || port.protocol == "TCP";
}

bool takes_node_port(const Pod& pod, std::int64_t port) {
  return std::any_of(
      pod.spec.containers.begin(), pod.spec.containers.end(), [&](const Container& container) {
        return std::any_of(container.ports.begin(), container.ports.end(),
                           [&](const ContainerPort& declared) {
                             return declared.container_port == port && declared.host_port != 0;
                           });
      });
}

}  // namespace

std::int64_t listening_port(const Snapshot& snapshot, const Pod& pod, std::int64_t server_port) {
  if (!is_discovered(snapshot, pod.ref.ns)) {
    return server_port;
  }
  const auto selecting = snapshot.services_selecting(pod);
  std::vector<const Service*> services(selecting.begin(), selecting.end());
  std::stable_sort(services.begin(), services.end(),
                   [](const Service* a, const Service* b) { return is_older(*a, *b); });
  for (const Service* service : services) {
    if (service->meta.labels.contains(kNoTranslation)) {
      continue;
    }
    for (const ServicePort& port : service->ports) {
      const auto target = port.port == server_port ? target_port_in(pod, port) : std::nullopt;
      if (target) {
        return *target;
      }
    }
  }
  return server_port;
}

std::vector<LeadingPort> ports_leading_to(const Snapshot& snapshot, const Pod& pod,
                                          std::int64_t port) {
  std::vector<LeadingPort> leading;
  for (const Service* service : snapshot.services_selecting(pod)) {
    for (std::size_t i = 0; i < service->ports.size(); ++i) {
      const ServicePort& each = service->ports[i];
      if (is_tcp_port(each) && target_port_in(pod, each) == port) {
        leading.push_back({service, i});
      }
    }
  }
  return leading;
}

bool is_reachable(const Snapshot& snapshot, const Pod& pod, std::int64_t server_port) {
  const std::int64_t port = listening_port(snapshot, pod, server_port);
  return pod.spec.host_network || takes_node_port(pod, port) ||
         !ports_leading_to(snapshot, pod, port).empty();
}

}  // namespace mesh::istio

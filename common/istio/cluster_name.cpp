// SPDX-License-Identifier: Apache-2.0
#include "common/istio/cluster_name.h"

#include "common/model/host.h"

#include <fmt/format.h>

namespace mesh::istio {

std::string ClusterName::text() const {
  return fmt::format("outbound|{}|{}|{}", port, subset, host);
}

ClusterName cluster_name(const Destination& destination, std::string_view ns,
                         const ImportedService* service, std::int64_t listen_port) {
  ClusterName out{.host = fully_qualified(destination.host, ns),
                  .port = listen_port,
                  .subset = std::string(destination.subset),
                  .weight = 0};
  if (service != nullptr && service->service->resolution == Resolution::Alias) {
    out.host = service->service->service->external_name;
  }
  if (const auto number = destination.port_number()) {
    out.port = *number;
  } else if (service != nullptr && service->ports.size() == 1) {
    out.port = service->ports.front()->number;
  }
  return out;
}

std::vector<ClusterName> clusters_of(const std::vector<RouteDestination>& route,
                                     std::string_view ns, const ProxyScope& scope,
                                     std::int64_t listen_port) {
  std::vector<ClusterName> out;
  for (const RouteDestination& each : route) {
    if (!each.destination || (route.size() > 1 && each.weight == 0)) {
      continue;
    }
    out.push_back(cluster_name(*each.destination, ns,
                               scope.find_service(fully_qualified(each.destination->host, ns)),
                               listen_port));
    out.back().weight = route.size() > 1 ? each.weight : 0;
  }
  return out;
}

}  // namespace mesh::istio

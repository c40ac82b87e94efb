// SPDX-License-Identifier: Apache-2.0
//
// RTE-33, RTE-41, RTE-43: which cluster a destination means.
#pragma once

#include "common/istio/proxy_scope.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

// Where traffic is sent: the parts of the cluster's name outbound|port|subset|host.
struct ClusterName {
  std::string host;
  std::int64_t port = 0;
  std::string subset;
  std::int64_t weight = 0;  // 0: there is no other

  std::string text() const;
};

// RTE-41, RTE-43: the cluster a destination means. `service` is what the proxy knows under the
// destination's host, nullptr if nothing; `listen_port` counts where neither the destination nor a
// service with a single port names one.
ClusterName cluster_name(const Destination& destination, std::string_view ns,
                         const ImportedService* service, std::int64_t listen_port);

// The clusters of a tcp or tls rule.
std::vector<ClusterName> clusters_of(const std::vector<RouteDestination>& route,
                                     std::string_view ns, const ProxyScope& scope,
                                     std::int64_t listen_port);

}  // namespace mesh::istio

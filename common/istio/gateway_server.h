// SPDX-License-Identifier: Apache-2.0
//
// RTE-62: the port number of a Gateway's server is looked up among the ports of the Services that
// select the gateway's pod. If it is one, the proxy listens on that port's targetPort, else on the
// number itself. From outside only those ports are reached that some Service port leads to. A
// Service labelled experimental.istio.io/disable-gateway-port-translation is left out of the
// translation.
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

// A Service port that leads to a pod.
struct LeadingPort {
  const Service* service = nullptr;
  std::size_t index = 0;  // in service->ports

  const ServicePort& port() const { return service->ports[index]; }
};

// What the proxy of `pod` listens on for a server with this port number. Of several Services that
// have the port the oldest decides.
std::int64_t listening_port(const Snapshot& snapshot, const Pod& pod, std::int64_t server_port);

// The TCP ports of Services through which clients reach `port` of this pod.
std::vector<LeadingPort> ports_leading_to(const Snapshot& snapshot, const Pod& pod,
                                          std::int64_t port);

// Whether clients outside reach the server's port at this pod: through a Service, or because the
// pod shares the network of its node or takes a port of it.
bool is_reachable(const Snapshot& snapshot, const Pod& pod, std::int64_t server_port);

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// PORT-30 … PORT-36: which pods a Service port reaches, on which port, and whether they are ready.
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh::istio {

// Pods (or stand-ins) that the Service's selector selects, less those that have finished.
std::vector<const Pod*> pods_of(const Snapshot& snapshot, const Service& service);

// PORT-30: the number that a Service port's targetPort means in this pod; nullopt if the pod
// declares no port of that name and L4 protocol. A number needs no declaration (PORT-13).
std::optional<std::int32_t> target_port_in(const Pod& pod, const ServicePort& port);

// The container that declares `number` with this L4 protocol ("" is TCP); nullptr if none does.
const Container* container_declaring(const Pod& pod, std::int32_t number, std::string_view protocol = {});

// Whether any container but the proxy declares a port at all.
bool declares_ports(const Pod& pod);

struct ServiceEndpoint {
  const Pod* pod = nullptr;  // nullptr: an address without a pod in the snapshot
  std::string_view address;  // empty for stand-ins
  std::int32_t port = 0;
  bool ready = false;
};

// The endpoints of one Service port: from its EndpointSlices if the snapshot has any (a Service
// without a selector has only these), else worked out from the selector as Kubernetes would.
std::vector<ServiceEndpoint> endpoints_of(const Snapshot& snapshot, const Service& service,
                                          const ServicePort& port);

}  // namespace mesh::istio

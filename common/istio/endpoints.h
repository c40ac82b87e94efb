// SPDX-License-Identifier: Apache-2.0
//
// PORT-30 … PORT-36: which pods a Service port reaches, on which port, and whether they are ready.
// Envoy gets endpoints from EndpointSlices by port name; where the snapshot has none for a Service,
// they are worked out from its selector, as Kubernetes' own controller would.
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh::istio {

// Whether Kubernetes looks for pods: there is a selector, and the type is not ExternalName.
bool has_selector(const Service& service);

// Pods (or stand-ins) that the Service's selector selects, less those that have finished or are
// being deleted; none for an ExternalName, whose selector nobody follows.
std::vector<const Pod*> pods_of(const Snapshot& snapshot, const Service& service);

// WorkloadEntries count like pods: istiod adds those that the selector matches.
std::vector<const WorkloadEntry*> workload_entries_of(const Snapshot& snapshot,
                                                      const Service& service);

// Workloads whose pods the Service would select, also those without any pod; not those that another
// workload owns. O(workloads of the namespace): ask only when there are no pods.
std::vector<const Workload*> workloads_of(const Snapshot& snapshot, const Service& service);

// PORT-30: the number that a Service port's targetPort means in this pod; nullopt if the pod
// declares no port of that name and L4 protocol. A number needs no declaration (PORT-13).
std::optional<std::int32_t> target_port_in(const Pod& pod, const ServicePort& port);

// The container that declares `number` with this L4 protocol ("" is TCP); nullptr if none does.
const Container* container_declaring(const Pod& pod, std::int32_t number,
                                     std::string_view protocol = {});

// Ports that containers other than the proxy declare for this L4 protocol ("" is TCP).
std::vector<const ContainerPort*> declared_ports(const Pod& pod, std::string_view protocol = {});

struct ServiceEndpoint {
  const Pod* pod = nullptr;  // nullptr: an address without a pod in the snapshot
  std::string_view address;  // empty for stand-ins
  std::int32_t port = 0;
  bool ready = false;
  const WorkloadEntry* entry = nullptr;  // that gives the address; nullptr for all others
};

// The endpoints of one Service port, ready or not. Terminating ones are left out (PORT-32), and
// so are pods that lack a named targetPort (PORT-30).
std::vector<ServiceEndpoint> endpoints_of(const Snapshot& snapshot, const Service& service,
                                          const ServicePort& port);

// What stands behind a Service, whatever the port.
struct AddressCount {
  std::size_t all = 0;
  std::size_t ready = 0;
};

AddressCount count_addresses(const Snapshot& snapshot, const Service& service);

}  // namespace mesh::istio

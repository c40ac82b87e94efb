// SPDX-License-Identifier: Apache-2.0
#include "common/istio/endpoints.h"

#include <algorithm>

namespace mesh::istio {
namespace {

bool same_l4(std::string_view a, std::string_view b) {
  const auto or_tcp = [](std::string_view protocol) {
    return protocol.empty() ? std::string_view("TCP") : protocol;
  };
  return or_tcp(a) == or_tcp(b);
}

// Containers whose ports count: all of them, and native sidecars (PORT-30).
template <typename Function>
void for_each_serving_container(const Pod& pod, Function&& function) {
  for (const Container& container : pod.spec.containers) {
    function(container);
  }
  for (const Container& container : pod.spec.init_containers) {
    if (container.restart_policy == "Always") {
      function(container);
    }
  }
}

void append_slice(const Snapshot& snapshot, const EndpointSlice& slice, const ServicePort& port,
                  std::vector<ServiceEndpoint>& out) {
  const auto slice_port =
      std::find_if(slice.ports.begin(), slice.ports.end(), [&](const EndpointPort& each) {
        return each.name == port.name && same_l4(each.protocol, port.protocol);
      });
  if (slice_port == slice.ports.end()) {
    return;
  }
  for (const Endpoint& endpoint : slice.endpoints) {
    if (endpoint.terminating.value_or(false) || endpoint.addresses.empty()) {
      continue;
    }
    const Pod* pod = endpoint.target_kind == "Pod"
                         ? snapshot.find<Pod>(slice.ref.ns, endpoint.target_name)
                         : nullptr;
    out.push_back({.pod = pod,
                   .address = endpoint.addresses.front(),
                   .port = slice_port->port,
                   .ready = endpoint.ready.value_or(true)});
  }
}

std::vector<ServiceEndpoint> endpoints_by_selector(const Snapshot& snapshot, const Service& service,
                                                   const ServicePort& port) {
  std::vector<ServiceEndpoint> endpoints;
  for (const Pod* pod : pods_of(snapshot, service)) {
    if (const auto target = target_port_in(*pod, port)) {
      endpoints.push_back({.pod = pod,
                           .address = pod->status.pod_ip,
                           .port = *target,
                           .ready = pod->is_ready() || service.publish_not_ready_addresses});
    }
  }
  return endpoints;
}

}  // namespace

std::vector<const Pod*> pods_of(const Snapshot& snapshot, const Service& service) {
  std::vector<const Pod*> pods = snapshot.pods_selected_by(service.ref.ns, service.selector);
  std::erase_if(pods, [](const Pod* pod) { return pod->is_finished(); });
  return pods;
}

std::optional<std::int32_t> target_port_in(const Pod& pod, const ServicePort& port) {
  if (!port.target_port.is_name()) {
    return port.target_port.number != 0 ? port.target_port.number : port.port;
  }
  std::optional<std::int32_t> found;
  for_each_serving_container(pod, [&](const Container& container) {
    for (const ContainerPort& declared : container.ports) {
      if (!found && declared.name == port.target_port.name && same_l4(declared.protocol, port.protocol)) {
        found = declared.container_port;
      }
    }
  });
  return found;
}

const Container* container_declaring(const Pod& pod, std::int32_t number, std::string_view protocol) {
  const Container* found = nullptr;
  for_each_serving_container(pod, [&](const Container& container) {
    for (const ContainerPort& declared : container.ports) {
      if (found == nullptr && declared.container_port == number && same_l4(declared.protocol, protocol)) {
        found = &container;
      }
    }
  });
  return found;
}

bool declares_ports(const Pod& pod) {
  bool declares = false;
  for_each_serving_container(pod, [&](const Container& container) {
    declares = declares || (container.name != "istio-proxy" && !container.ports.empty());
  });
  return declares;
}

std::vector<ServiceEndpoint> endpoints_of(const Snapshot& snapshot, const Service& service,
                                          const ServicePort& port) {
  const auto slices = snapshot.slices_of(service);
  if (slices.empty()) {
    return endpoints_by_selector(snapshot, service, port);
  }
  std::vector<ServiceEndpoint> endpoints;
  for (const EndpointSlice* slice : slices) {
    append_slice(snapshot, *slice, port, endpoints);
  }
  return endpoints;
}

}  // namespace mesh::istio

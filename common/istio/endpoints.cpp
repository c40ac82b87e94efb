// SPDX-License-Identifier: Apache-2.0
#include "common/istio/endpoints.h"

#include "common/istio/proxy.h"

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

// PORT-34: istiod ignores slices of host names.
bool is_ignored(const EndpointSlice& slice) {
  return slice.address_type == "FQDN";
}

// PORT-34: nor does it send anything to a pod that does not exist (any more). Files may just lack
// it.
bool lacks_its_pod(const Snapshot& snapshot, const EndpointSlice& slice, const Endpoint& endpoint,
                   const Pod* pod) {
  return endpoint.target_kind == "Pod" && pod == nullptr && snapshot.is_live() &&
         snapshot.knows(Kind::Pod, slice.ref.ns);
}

// PORT-32: terminating endpoints get no new requests.
bool takes_part(const Endpoint& endpoint) {
  return !endpoint.terminating.value_or(false) && !endpoint.addresses.empty();
}

bool is_ready(const Pod& pod, const Service& service) {
  return pod.is_ready() || service.publish_not_ready_addresses;
}

// PORT-34: the pod that the endpoint names, or without a name that of the same namespace with its
// address.
const Pod* pod_of(const Snapshot& snapshot, std::string_view ns, const Endpoint& endpoint) {
  if (!endpoint.target_kind.empty()) {
    return endpoint.target_kind == "Pod" ? snapshot.find<Pod>(ns, endpoint.target_name) : nullptr;
  }
  const auto pods = snapshot.in_namespace<Pod>(ns);
  const auto at = std::find_if(pods.begin(), pods.end(), [&](const Pod& pod) {
    return pod.status.pod_ip == endpoint.addresses.front() && !pod.spec.host_network;
  });
  return at == pods.end() ? nullptr : &*at;
}

void append_slice(const Snapshot& snapshot, const EndpointSlice& slice, const ServicePort& port,
                  std::vector<ServiceEndpoint>& out) {
  const auto slice_port =
      std::find_if(slice.ports.begin(), slice.ports.end(), [&](const EndpointPort& each) {
        return each.name == port.name && same_l4(each.protocol, port.protocol);
      });
  if (slice_port == slice.ports.end() || is_ignored(slice)) {
    return;
  }
  for (const Endpoint& endpoint : slice.endpoints) {
    if (!takes_part(endpoint)) {
      continue;
    }
    const Pod* pod = pod_of(snapshot, slice.ref.ns, endpoint);
    if (lacks_its_pod(snapshot, slice, endpoint, pod)) {
      continue;
    }
    out.push_back({.pod = pod,
                   .address = endpoint.addresses.front(),
                   .port = slice_port->port,
                   .ready = endpoint.ready.value_or(true)});
  }
}

void append_selected_pods(const Snapshot& snapshot, const Service& service, const ServicePort& port,
                          std::vector<ServiceEndpoint>& out) {
  for (const Pod* pod : pods_of(snapshot, service)) {
    if (const auto target = target_port_in(*pod, port)) {
      out.push_back({.pod = pod,
                     .address = pod->status.pod_ip,
                     .port = *target,
                     .ready = is_ready(*pod, service)});
    }
  }
}

// A WorkloadEntry maps names of target ports to numbers; a numeric targetPort may be mapped by the
// Service port's name.
std::optional<std::int32_t> target_port_in(const WorkloadEntry& entry, const ServicePort& port) {
  const bool by_name = port.target_port.is_name();
  const std::string_view name = by_name ? port.target_port.name : port.name;
  for (const auto& [key, number] : entry.spec.ports) {
    if (key == name && number != 0) {
      return static_cast<std::int32_t>(number);
    }
  }
  if (by_name) {
    return std::nullopt;
  }
  return port.target_port.number != 0 ? port.target_port.number : port.port;
}

void append_workload_entries(const Snapshot& snapshot, const Service& service,
                             const ServicePort& port, std::vector<ServiceEndpoint>& out) {
  for (const WorkloadEntry* entry : workload_entries_of(snapshot, service)) {
    if (const auto target = target_port_in(*entry, port)) {
      out.push_back({.pod = nullptr,
                     .address = entry->spec.address,
                     .port = *target,
                     .ready = true,
                     .entry = entry});
    }
  }
}

bool is_owned(const Workload& workload) {
  return std::any_of(workload.meta.owner_references.begin(), workload.meta.owner_references.end(),
                     [](const OwnerReference& owner) { return owner.controller; });
}

template <typename T>
void append_workloads(const Snapshot& snapshot, const Service& service,
                      std::vector<const Workload*>& out) {
  for (const T& workload : snapshot.in_namespace<T>(service.ref.ns)) {
    if (workload.pod_template.meta.labels.contains_all(service.selector) && !is_owned(workload)) {
      out.push_back(&workload);
    }
  }
}

}  // namespace

bool has_selector(const Service& service) {
  return !service.selector.empty() && !service.is_external_name();
}

std::vector<const Pod*> pods_of(const Snapshot& snapshot, const Service& service) {
  if (!has_selector(service)) {
    return {};
  }
  std::vector<const Pod*> pods = snapshot.pods_selected_by(service.ref.ns, service.selector);
  std::erase_if(pods, [](const Pod* pod) {
    return pod->is_finished() || pod->meta.deletion_timestamp.has_value();
  });
  return pods;
}

std::vector<const WorkloadEntry*> workload_entries_of(const Snapshot& snapshot,
                                                      const Service& service) {
  std::vector<const WorkloadEntry*> entries;
  if (has_selector(service)) {
    for (const WorkloadEntry& entry : snapshot.in_namespace<WorkloadEntry>(service.ref.ns)) {
      if (entry.spec.labels.contains_all(service.selector)) {
        entries.push_back(&entry);
      }
    }
  }
  return entries;
}

std::vector<const Workload*> workloads_of(const Snapshot& snapshot, const Service& service) {
  std::vector<const Workload*> workloads;
  if (has_selector(service)) {
    append_workloads<Deployment>(snapshot, service, workloads);
    append_workloads<StatefulSet>(snapshot, service, workloads);
    append_workloads<DaemonSet>(snapshot, service, workloads);
    append_workloads<ReplicaSet>(snapshot, service, workloads);
    append_workloads<Job>(snapshot, service, workloads);
    append_workloads<CronJob>(snapshot, service, workloads);
  }
  return workloads;
}

std::optional<std::int32_t> target_port_in(const Pod& pod, const ServicePort& port) {
  if (!port.target_port.is_name()) {
    return port.target_port.number != 0 ? port.target_port.number : port.port;
  }
  std::optional<std::int32_t> found;
  for_each_serving_container(pod, [&](const Container& container) {
    for (const ContainerPort& declared : container.ports) {
      if (!found && declared.name == port.target_port.name &&
          same_l4(declared.protocol, port.protocol)) {
        found = declared.container_port;
      }
    }
  });
  return found;
}

const Container* container_declaring(const Pod& pod, std::int32_t number,
                                     std::string_view protocol) {
  const Container* found = nullptr;
  for_each_serving_container(pod, [&](const Container& container) {
    for (const ContainerPort& declared : container.ports) {
      if (found == nullptr && declared.container_port == number &&
          same_l4(declared.protocol, protocol)) {
        found = &container;
      }
    }
  });
  return found;
}

std::vector<const ContainerPort*> declared_ports(const Pod& pod, std::string_view protocol) {
  std::vector<const ContainerPort*> ports;
  for_each_serving_container(pod, [&](const Container& container) {
    for (const ContainerPort& declared : container.ports) {
      if (container.name != kProxyContainer && same_l4(declared.protocol, protocol)) {
        ports.push_back(&declared);
      }
    }
  });
  return ports;
}

std::vector<ServiceEndpoint> endpoints_of(const Snapshot& snapshot, const Service& service,
                                          const ServicePort& port) {
  std::vector<ServiceEndpoint> endpoints;
  const auto slices = snapshot.slices_of(service);
  for (const EndpointSlice* slice : slices) {
    append_slice(snapshot, *slice, port, endpoints);
  }
  if (slices.empty()) {
    append_selected_pods(snapshot, service, port, endpoints);
  }
  append_workload_entries(snapshot, service, port, endpoints);
  return endpoints;
}

AddressCount count_addresses(const Snapshot& snapshot, const Service& service) {
  AddressCount count;
  const auto add = [&](bool ready) {
    ++count.all;
    count.ready += ready ? 1 : 0;
  };
  const auto slices = snapshot.slices_of(service);
  for (const EndpointSlice* slice : slices) {
    for (const Endpoint& endpoint : slice->endpoints) {
      if (takes_part(endpoint) && !is_ignored(*slice)) {
        add(endpoint.ready.value_or(true));
      }
    }
  }
  if (slices.empty()) {
    for (const Pod* pod : pods_of(snapshot, service)) {
      add(is_ready(*pod, service));
    }
  }
  const std::size_t entries = workload_entries_of(snapshot, service).size();
  return {.all = count.all + entries, .ready = count.ready + entries};
}

}  // namespace mesh::istio

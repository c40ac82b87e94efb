// SPDX-License-Identifier: Apache-2.0
#include "common/istio/inbound_port.h"

#include "common/istio/endpoints.h"
#include "common/istio/mesh_config.h"
#include "common/istio/service_registry.h"
#include "common/istio/sidecar_of.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

namespace mesh::istio {
namespace {

// A port of a Service (or ServiceEntry) that has the port in question as target port.
struct Claim {
  Time created;
  std::string host;
  InboundPort port;
};

// GEN-2: the oldest Service wins; of two that are equally old, the one whose host sorts first.
void keep_older(std::optional<Claim>& best, Claim claim) {
  if (!best || std::tie(claim.created, claim.host) < std::tie(best->created, best->host)) {
    best = std::move(claim);
  }
}

Claim claim_of(const Object& object, std::string host, Protocol protocol, FieldPath field) {
  return {.created = object.meta.creation_timestamp.value_or(Time::max()),
          .host = std::move(host),
          .port = {.protocol = protocol, .decided_by = object.ref, .field = std::move(field)}};
}

void claim_by_service(const Service& service, std::size_t index, std::optional<Claim>& best) {
  const ServicePort& port = service.ports[index];
  keep_older(best, claim_of(service, host_of(service), protocol_of(port).protocol,
                            protocol_field(port, index)));
}

void claim_by_selecting_services(const Snapshot& snapshot, const Pod& pod, std::int32_t number,
                                 std::optional<Claim>& best) {
  for (const Service* service : snapshot.services_selecting(pod)) {
    for (std::size_t i = 0; i < service->ports.size(); ++i) {
      if (target_port_in(pod, service->ports[i]) == number) {
        claim_by_service(*service, i, best);
      }
    }
  }
}

bool has_address(const EndpointSlice& slice, std::string_view address) {
  return std::any_of(slice.endpoints.begin(), slice.endpoints.end(), [&](const Endpoint& endpoint) {
    return std::find(endpoint.addresses.begin(), endpoint.addresses.end(), address) !=
           endpoint.addresses.end();
  });
}

// Services without a selector count only for a pod that no Service selects: those whose
// EndpointSlices list its address.
void claim_by_slices(const Snapshot& snapshot, const Pod& pod, std::int32_t number,
                     std::optional<Claim>& best) {
  if (!snapshot.services_selecting(pod).empty() || pod.status.pod_ip.empty()) {
    return;
  }
  for (const EndpointSlice& slice : snapshot.in_namespace<EndpointSlice>(pod.ref.ns)) {
    const Service* service = snapshot.find<Service>(slice.ref.ns, slice.service_name());
    if (service == nullptr || has_selector(*service) || !has_address(slice, pod.status.pod_ip)) {
      continue;
    }
    for (std::size_t i = 0; i < service->ports.size(); ++i) {
      if (std::any_of(slice.ports.begin(), slice.ports.end(), [&](const EndpointPort& port) {
            return port.port == number && port.name == service->ports[i].name;
          })) {
        claim_by_service(*service, i, best);
      }
    }
  }
}

// The number on which an endpoint of a ServiceEntry listens for a port of it.
std::int64_t target_of(const ServiceEntryPort& port, const WorkloadEndpoint* endpoint) {
  if (endpoint != nullptr) {
    for (const auto& [name, number] : endpoint->ports) {
      if (name == port.name) {
        return number;
      }
    }
  }
  return port.target_port.value_or(port.number.value_or(0));
}

// Whether the entry has the pod among its endpoints: {selected, endpoint of its own list}.
std::pair<bool, const WorkloadEndpoint*> find_pod(const ServiceEntry& entry, const Pod& pod) {
  if (entry.workload_selector) {
    return {pod.meta.labels.contains_all(entry.workload_selector->labels), nullptr};
  }
  for (const WorkloadEndpoint& endpoint : entry.endpoints) {
    if (!endpoint.address.empty() && endpoint.address == pod.status.pod_ip) {
      return {true, &endpoint};
    }
  }
  return {false, nullptr};
}

void claim_by_service_entries(const Snapshot& snapshot, const Pod& pod, std::int32_t number,
                              std::optional<Claim>& best) {
  for (const ServiceEntry& entry : snapshot.in_namespace<ServiceEntry>(pod.ref.ns)) {
    const auto [found, endpoint] = find_pod(entry, pod);
    for (std::size_t i = 0; found && i < entry.ports.size(); ++i) {
      if (target_of(entry.ports[i], endpoint) == number) {
        for (const std::string_view host : entry.hosts) {
          keep_older(best,
                     claim_of(entry, std::string(host), parse_protocol(entry.ports[i].protocol),
                              FieldPath("spec", "ports", i, "protocol")));
        }
      }
    }
  }
}

// PORT-11: the ports of a Sidecar's ingress replace those of all Services.
InboundPort ingress_port(const Sidecar& sidecar, std::int32_t number) {
  for (std::size_t i = 0; i < sidecar.ingress.size(); ++i) {
    const auto& port = sidecar.ingress[i].port;
    if (port && port->number == number) {
      return {.protocol = parse_protocol(port->protocol),
              .decided_by = sidecar.ref,
              .field = FieldPath("spec", "ingress", i, "port", "protocol")};
    }
  }
  return {
      .protocol = Protocol::Auto, .decided_by = sidecar.ref, .field = FieldPath("spec", "ingress")};
}

}  // namespace

FieldPath protocol_field(const ServicePort& port, std::size_t index) {
  const FieldPath path("spec", "ports", index);
  switch (protocol_of(port).source) {
    case ProtocolSource::AppProtocol:
      return path.with("appProtocol");
    case ProtocolSource::WellKnownPort:
      return path.with("port");
    case ProtocolSource::Udp:
      return path.with("protocol");
    case ProtocolSource::PortName:
    case ProtocolSource::None:
      break;
  }
  return path.with(port.app_protocol.empty() ? "name" : "appProtocol");
}

InboundPort inbound_port(const Snapshot& snapshot, const Pod& pod, std::int32_t port) {
  const Sidecar* sidecar = sidecar_of(snapshot, pod);
  if (sidecar != nullptr && !sidecar->ingress.empty()) {
    return ingress_port(*sidecar, port);
  }
  std::optional<Claim> best;
  if (is_discovered(snapshot, pod.ref.ns)) {
    claim_by_selecting_services(snapshot, pod, port, best);
    claim_by_slices(snapshot, pod, port, best);
    claim_by_service_entries(snapshot, pod, port, best);
  }
  return best ? best->port : InboundPort();
}

}  // namespace mesh::istio

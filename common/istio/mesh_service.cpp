// SPDX-License-Identifier: Apache-2.0
#include "common/istio/mesh_service.h"

#include "common/istio/service_registry.h"
#include "common/model/host.h"

#include <algorithm>

namespace mesh::istio {
namespace {

Resolution resolution_of(const Service& service) {
  if (service.is_external_name()) {
    return Resolution::Alias;
  }
  return service.is_headless() ? Resolution::Passthrough : Resolution::Balanced;
}

Resolution resolution_of(const ServiceEntry& entry) {
  switch (entry.resolution) {
    case ServiceResolution::NONE:
      return Resolution::Passthrough;
    case ServiceResolution::STATIC:
      return Resolution::Balanced;
    case ServiceResolution::DNS_ROUND_ROBIN:
      return Resolution::DnsRoundRobin;
    case ServiceResolution::DNS:
    case ServiceResolution::DYNAMIC_DNS:
      break;
  }
  return Resolution::Dns;
}

bool has_cluster_ip(const Service& service) {
  return !service.cluster_ip.empty() && !service.is_headless() && !service.is_external_name();
}

// A network of one address is that address.
std::string address_text(std::string_view address) {
  return std::string(address.ends_with("/32") ? address.substr(0, address.size() - 3) : address);
}

std::vector<std::string> addresses_of(const ServiceEntry& entry) {
  std::vector<std::string> addresses;
  for (const std::string_view address : entry.addresses) {
    addresses.push_back(address_text(address));
  }
  if (addresses.empty()) {
    addresses.emplace_back(kUnspecified);
  }
  return addresses;
}

}  // namespace

const Object& MeshService::object() const {
  return service != nullptr ? static_cast<const Object&>(*service)
                            : static_cast<const Object&>(*entry);
}

const MeshPort* MeshService::find_port(std::int64_t number) const {
  const auto at = std::find_if(ports.begin(), ports.end(),
                               [&](const MeshPort& port) { return port.number == number; });
  return at == ports.end() ? nullptr : &*at;
}

MeshService mesh_service(const Service& service) {
  MeshService out{
      .host = host_of(service),
      .ns = service.ref.ns,
      .service = &service,
      .entry = nullptr,
      .resolution = resolution_of(service),
      .is_mesh_external = false,
      .addresses = {std::string(has_cluster_ip(service) ? service.cluster_ip : kUnspecified)},
      .ports = {},
      .aliases = {}};
  for (const ServicePort& port : service.ports) {
    out.ports.push_back({.number = port.port,
                         .name = port.name,
                         .protocol = protocol_of(port).protocol,
                         .service_port = &port,
                         .entry_port = nullptr});
  }
  return out;
}

std::vector<MeshService> mesh_services(const ServiceEntry& entry) {
  std::vector<MeshPort> ports;
  for (const ServiceEntryPort& port : entry.ports) {
    ports.push_back({.number = port.number.value_or(0),
                     .name = port.name,
                     .protocol = parse_protocol(port.protocol),
                     .service_port = nullptr,
                     .entry_port = &port});
  }
  std::vector<MeshService> out;
  for (const std::string_view host : entry.hosts) {
    out.push_back({.host = fully_qualified(host, entry.ref.ns),
                   .ns = entry.ref.ns,
                   .service = nullptr,
                   .entry = &entry,
                   .resolution = resolution_of(entry),
                   .is_mesh_external = entry.location == ServiceLocation::MESH_EXTERNAL,
                   .addresses = addresses_of(entry),
                   .ports = ports,
                   .aliases = {}});
  }
  return out;
}

}  // namespace mesh::istio

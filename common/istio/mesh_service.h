// SPDX-License-Identifier: Apache-2.0
//
// What istiod makes of Services and ServiceEntries before it builds anything: one thing per host,
// with the address the proxies listen on and the way endpoints are found (PORT-25, RTE-44,
// MTLS-27, MTLS-28).
#pragma once

#include "common/istio/port_protocol.h"
#include "common/model/snapshot.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

struct MeshPort {
  std::int64_t number = 0;
  std::string_view name;
  Protocol protocol = Protocol::Auto;
  const ServicePort* service_port = nullptr;  // one of the two
  const ServiceEntryPort* entry_port = nullptr;

  bool is_http_or_auto() const { return is_http(protocol) || protocol == Protocol::Auto; }
};

// How the proxies find endpoints: a balanced list, the address that the client dialled, DNS, or
// (Alias: an ExternalName Service) not at all.
enum class Resolution { Balanced, Passthrough, Dns, DnsRoundRobin, Alias };

// The address of what has none of its own.
inline constexpr std::string_view kUnspecified = "0.0.0.0";

struct MeshService {
  std::string host;  // fully qualified, lower case
  std::string_view ns;
  const Service* service = nullptr;  // one of the two
  const ServiceEntry* entry = nullptr;
  Resolution resolution = Resolution::Balanced;
  bool is_mesh_external = false;
  std::vector<std::string> addresses;  // IPs or CIDRs, never empty; kUnspecified if there is none
  std::vector<MeshPort> ports;
  std::vector<std::string> aliases;  // hosts of ExternalName Services that lead here (MTLS-27)

  const Object& object() const;
  const MeshPort* find_port(std::int64_t number) const;

  const std::string& address() const { return addresses.front(); }

  bool is_kubernetes() const { return service != nullptr; }

  // Headless: no address to listen on, and endpoints are dialled directly.
  bool is_headless() const {
    return resolution == Resolution::Passthrough && address() == kUnspecified;
  }
};

MeshService mesh_service(const Service& service);

// One for each host.
std::vector<MeshService> mesh_services(const ServiceEntry& entry);

}  // namespace mesh::istio

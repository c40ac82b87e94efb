// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation, ServiceEntry: what may stand beside what depends on `resolution`.
#include "common/istio/port_protocol.h"
#include "common/istio/validate_common.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mesh::istio {
namespace {

bool resolves_by_dns(const ServiceEntry& entry) {
  return entry.resolution == ServiceResolution::DNS ||
         entry.resolution == ServiceResolution::DNS_ROUND_ROBIN;
}

void check_hosts(const ServiceEntry& entry, Violations& out) {
  if (entry.hosts.empty()) {
    out.push_back({FieldPath("spec", "hosts"), "the ServiceEntry has no hosts",
                   "list the hosts that it defines"});
  }
  for (std::size_t i = 0; i < entry.hosts.size(); ++i) {
    const std::string_view host = entry.hosts[i];
    const FieldPath path("spec", "hosts", i);
    if (host == "*") {
      out.push_back({path, "a ServiceEntry may not define every host (\"*\")",
                     "name the hosts, or a domain such as *.example.com"});
    } else if (!is_wildcard_domain(host)) {
      check_wildcard_domain(host, path, out);
    } else if (resolves_by_dns(entry) && entry.endpoints.empty() && !is_fqdn(host)) {
      out.push_back(
          {path,
           fmt::format("\"{}\" is a wildcard, which DNS cannot resolve, and there are no endpoints",
                       host),
           "name the host in full, add endpoints, or set resolution to NONE"});
    }
  }
}

void check_addresses(const ServiceEntry& entry, Violations& out) {
  const bool takes_blocks =
      entry.resolution == ServiceResolution::NONE || entry.resolution == ServiceResolution::STATIC;
  const FieldPath path("spec", "addresses");
  check_subnets(entry.addresses, path, out);
  for (std::size_t i = 0; i < entry.addresses.size(); ++i) {
    const std::string_view address = entry.addresses[i];
    if (!takes_blocks && is_ip_subnet(address) && address.find('/') != std::string_view::npos) {
      out.push_back(
          {path.with(i),
           fmt::format(
               "\"{}\" is a block of addresses, which goes with resolution NONE or STATIC only",
               address),
           "write single addresses, or set resolution to NONE or STATIC"});
    }
  }
}

void check_ports(const ServiceEntry& entry, Violations& out) {
  std::set<std::string_view> names;
  std::set<std::int64_t> numbers;
  for (std::size_t i = 0; i < entry.ports.size(); ++i) {
    const ServiceEntryPort& port = entry.ports[i];
    const FieldPath path("spec", "ports", i);
    check_port_name(port.name, path.with("name"), out);
    check_port(port.number, path.with("number"), out);
    check_protocol(port.protocol, path.with("protocol"), out);
    check_optional_port(port.target_port, path.with("targetPort"), out);
    if (!port.name.empty() && !names.insert(port.name).second) {
      out.push_back({path.with("name"), fmt::format("another port is named \"{}\" too", port.name),
                     "give each port a name of its own"});
    }
    if (port.number && !numbers.insert(*port.number).second) {
      out.push_back({path.with("number"), fmt::format("port {} is defined twice", *port.number),
                     "define each port once"});
    }
  }
}

void check_endpoint_ports(const ServiceEntry& entry, const WorkloadEndpoint& endpoint,
                          const FieldPath& path, Violations& out) {
  for (const auto& [name, number] : endpoint.ports) {
    const std::string_view wanted = name;
    const bool is_defined =
        std::any_of(entry.ports.begin(), entry.ports.end(),
                    [&](const ServiceEntryPort& port) { return port.name == wanted; });
    if (!is_defined) {
      out.push_back(
          {path.with("ports", name),
           fmt::format("the endpoint has a port \"{}\", and spec.ports has none of that name",
                       name),
           "use the names of spec.ports"});
    }
    check_port(number, path.with("ports", name), out);
  }
}

void check_unix_endpoint(const ServiceEntry& entry, const WorkloadEndpoint& endpoint,
                         const FieldPath& path, Violations& out) {
  check_unix_address(endpoint.address, path.with("address"), out);
  if (!endpoint.ports.empty()) {
    out.push_back({path.with("ports"), "an endpoint on a unix socket has ports",
                   "remove the endpoint's ports"});
  }
  if (entry.ports.size() != 1) {
    out.push_back(
        {path.with("address"),
         fmt::format("an endpoint on a unix socket serves one port, and the ServiceEntry has {}",
                     entry.ports.size()),
         "define one port"});
  }
}

void check_endpoint(const ServiceEntry& entry, const WorkloadEndpoint& endpoint,
                    const FieldPath& path, Violations& out) {
  const bool is_static = entry.resolution == ServiceResolution::STATIC;
  if (is_static && unix_path(endpoint.address)) {
    check_unix_endpoint(entry, endpoint, path, out);
    return;
  }
  if (is_static && endpoint.address.empty()) {
    if (endpoint.network.empty()) {
      out.push_back({path.with("address"), "the endpoint has no address", "set its IP address"});
    }
  } else if (!is_ip_address(endpoint.address) && (is_static || !is_fqdn(endpoint.address))) {
    out.push_back({path.with("address"),
                   fmt::format("\"{}\" is not an IP address{}", endpoint.address,
                               is_static ? ", and resolution is STATIC" : " and not a host name"),
                   is_static ? "write an IP address, or set resolution to DNS"
                             : "write an IP address or a host name"});
  }
  check_labels(endpoint.labels, path.with("labels"), out);
  check_endpoint_ports(entry, endpoint, path, out);
}

void check_dynamic_dns(const ServiceEntry& entry, Violations& out) {
  const auto reject = [&](const FieldPath& path, std::string message) {
    out.push_back({path, std::move(message),
                   "set resolution to DNS, or fit the ServiceEntry to DYNAMIC_DNS"});
  };
  for (std::size_t i = 0; i < entry.hosts.size(); ++i) {
    if (!entry.hosts[i].starts_with('*')) {
      reject(FieldPath("spec", "hosts", i),
             fmt::format("\"{}\" is no wildcard, and resolution DYNAMIC_DNS is for wildcards only",
                         entry.hosts[i]));
    }
  }
  if (!entry.addresses.empty()) {
    reject(FieldPath("spec", "addresses"),
           "addresses are set, and resolution DYNAMIC_DNS takes none");
  }
  if (!entry.endpoints.empty()) {
    reject(FieldPath("spec", "endpoints"),
           "endpoints are set, and resolution DYNAMIC_DNS takes none");
  }
  for (std::size_t i = 0; i < entry.ports.size(); ++i) {
    const Protocol protocol = parse_protocol(entry.ports[i].protocol);
    if (protocol != Protocol::HTTP && protocol != Protocol::HTTP2 && protocol != Protocol::GRPC &&
        protocol != Protocol::TLS) {
      reject(FieldPath("spec", "ports", i, "protocol"),
             "resolution DYNAMIC_DNS is for HTTP, HTTP2, GRPC and TLS ports only");
    }
  }
}

void check_resolution(const ServiceEntry& entry, Violations& out) {
  const FieldPath path("spec", "endpoints");
  if (entry.resolution == ServiceResolution::DYNAMIC_DNS) {
    check_dynamic_dns(entry, out);
    return;
  }
  if (entry.resolution == ServiceResolution::NONE) {
    if (!entry.endpoints.empty()) {
      out.push_back(
          {path, "endpoints are set, and resolution NONE uses the address that the client dials",
           "set resolution to STATIC or DNS, or remove endpoints"});
    }
    return;
  }
  if (entry.resolution == ServiceResolution::DNS_ROUND_ROBIN && entry.endpoints.size() > 1) {
    out.push_back({path.with(1),
                   fmt::format("{} endpoints are set, and resolution DNS_ROUND_ROBIN takes one",
                               entry.endpoints.size()),
                   "keep one endpoint, or set resolution to DNS"});
  }
  for (std::size_t i = 0; i < entry.endpoints.size(); ++i) {
    check_endpoint(entry, entry.endpoints[i], path.with(i), out);
  }
}

// Plain TCP carries no host name, so the hosts of one port could not be told apart.
void check_ambiguous_hosts(const ServiceEntry& entry, Violations& out) {
  if (entry.resolution == ServiceResolution::NONE || entry.hosts.size() < 2) {
    return;
  }
  for (std::size_t i = 0; i < entry.ports.size(); ++i) {
    const Protocol protocol = parse_protocol(entry.ports[i].protocol);
    if (!is_http(protocol) && !is_tls(protocol)) {
      out.push_back(
          {FieldPath("spec", "ports", i, "protocol"),
           fmt::format("port {} is neither HTTP nor TLS, so its {} hosts cannot be told apart",
                       entry.ports[i].number.value_or(0), entry.hosts.size()),
           "define each host in a ServiceEntry of its own, or set the protocol to HTTP or TLS"});
      return;
    }
  }
}

}  // namespace

Violations validate(const ServiceEntry& service_entry) {
  Violations out;
  if (service_entry.workload_selector) {
    check_selector(service_entry.workload_selector->labels,
                   FieldPath("spec", "workloadSelector", "labels"), out);
    if (!service_entry.endpoints.empty()) {
      out.push_back({FieldPath("spec", "endpoints"), "endpoints are set beside workloadSelector",
                     "keep one of endpoints and workloadSelector"});
    }
  }
  check_hosts(service_entry, out);
  check_addresses(service_entry, out);
  check_ports(service_entry, out);
  check_resolution(service_entry, out);
  check_ambiguous_hosts(service_entry, out);
  check_export_to(service_entry.export_to, service_entry.ref.ns, NobodyAllowed::Yes,
                  FieldPath("spec", "exportTo"), out);
  return out;
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// RTE-20: in the mesh the protocol of the called port decides which section of a VirtualService
// counts. Ports declared TCP, TLS or HTTPS are opaque to sidecars and use `tls` and `tcp`; ports
// declared HTTP, HTTP/2 or gRPC use `http`. Ports that declare nothing are sniffed and may use
// both.

#include "common/istio/rule_effect.h"
#include "common/model/host.h"
#include "plugins/routes/checks.h"
#include "plugins/routes/route_text.h"

#include <algorithm>

namespace mesh::routes {
namespace {

using istio::Protocol;
using istio::RouteSection;

// The ports under which a host can be called through sidecars: all but UDP.
std::vector<istio::RegistryPort> ports_of(const std::vector<istio::RegistryEntry>& entries) {
  std::vector<istio::RegistryPort> ports;
  for (const istio::RegistryEntry& entry : entries) {
    for (const istio::RegistryPort& port : entry.ports()) {
      if (protocol_of(port) != Protocol::UDP) {
        ports.push_back(port);
      }
    }
  }
  return ports;
}

// "port 5432, which is declared tcp", "ports 80 and 443, which are declared http and https".
std::string describe(const std::vector<istio::RegistryPort>& ports) {
  std::vector<std::int64_t> numbers;
  std::vector<std::string_view> protocols;
  for (const istio::RegistryPort& port : ports) {
    numbers.push_back(port.number);
    const std::string_view protocol = istio::text(protocol_of(port));
    if (std::find(protocols.begin(), protocols.end(), protocol) == protocols.end()) {
      protocols.push_back(protocol);
    }
  }
  return fmt::format("{} {} declared {}", list_ports(numbers), ports.size() == 1 ? "is" : "are",
                     list_names(protocols));
}

// RTE-20: how http rules can take hold of a ServiceEntry's ports: the application speaks HTTP, and
// the sidecars make TLS of it on the way out, to the port that speaks it.
std::string remedy_for_entry(const VirtualService& virtual_service, std::size_t index,
                             const std::vector<istio::RegistryPort>& ports) {
  const bool are_tls = std::all_of(ports.begin(), ports.end(), [](const istio::RegistryPort& port) {
    return istio::is_tls(protocol_of(port));
  });
  if (!are_tls) {
    return "set protocol: HTTP on the port of the ServiceEntry if it speaks HTTP, or write tcp "
           "rules";
  }
  const istio::RegistryPort& port = ports.front();
  return fmt::format(
      "let clients call http://{}, and the sidecars make TLS of it: in the ServiceEntry a port 80 "
      "with protocol: HTTP and targetPort: {}, and a DestinationRule for the host with tls.mode "
      "SIMPLE; or write tls rules",
      virtual_service.hosts[index], port.number);
}

std::string remedy_of(const VirtualService& virtual_service, std::size_t index, bool are_http_ports,
                      const istio::RegistryEntry& entry,
                      const std::vector<istio::RegistryPort>& ports) {
  if (are_http_ports) {
    return "write http rules, or declare the port as tcp or tls";
  }
  return entry.service_entry != nullptr
             ? remedy_for_entry(virtual_service, index, ports)
             : "declare the port as http (name it http-…, or set appProtocol), or write tcp or tls "
               "rules";
}

void report_host(const VirtualService& virtual_service, std::size_t index,
                 std::string_view sections, const istio::RegistryEntry& entry,
                 const std::vector<istio::RegistryPort>& ports, Reporter& report) {
  report
      .add(virtual_service.ref, FieldPath("spec", "hosts", index),
           "{} rules have no effect on calls to {} in the mesh: its {}", sections,
           virtual_service.hosts[index], describe(ports))
      .symptom("rules seem ignored")
      .because(entry.object().ref, FieldPath("spec", "ports"), "says so: {}", describe(ports))
      .remedy("{}", remedy_of(virtual_service, index, sections != "http", entry, ports));
}

bool applies_in_mesh(const VirtualService& virtual_service, RouteSection section) {
  return istio::any_rule_applies(virtual_service, section, {});
}

// The sections that are there for the mesh and have no effect: "http", "tcp", "tls and tcp", or "".
std::string idle_sections(const VirtualService& virtual_service,
                          const std::vector<istio::RegistryPort>& ports) {
  const bool http = applies_in_mesh(virtual_service, RouteSection::Http);
  const bool tls = applies_in_mesh(virtual_service, RouteSection::Tls);
  const bool tcp = applies_in_mesh(virtual_service, RouteSection::Tcp);
  const auto all_ports = [&](bool (*is)(Protocol)) {
    return std::all_of(ports.begin(), ports.end(),
                       [&](const istio::RegistryPort& port) { return is(protocol_of(port)); });
  };
  if (http && !tls && !tcp && all_ports(istio::is_tcp)) {
    return "http";
  }
  if (!http && (tls || tcp) && all_ports(istio::is_http)) {
    return tls && tcp ? "tls and tcp" : (tls ? "tls" : "tcp");
  }
  return {};
}

void check_host(const VirtualService& virtual_service, std::size_t index,
                const istio::Registry& registry, Reporter& report) {
  const std::string host = fully_qualified(virtual_service.hosts[index], virtual_service.ref.ns);
  if (is_wildcard(host)) {
    return;
  }
  const auto entries = registry.find_all(host);
  const auto ports = ports_of(entries);
  const std::string sections =
      ports.empty() ? std::string() : idle_sections(virtual_service, ports);
  if (!sections.empty()) {
    report_host(virtual_service, index, sections, entries.front(), ports, report);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const istio::Registry registry(snapshot);
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (std::size_t i = 0;
         istio::is_bound_to_mesh(virtual_service) && i < virtual_service.hosts.size(); ++i) {
      check_host(virtual_service, i, registry, report);
    }
  }
}

}  // namespace

constinit const Check kRuleProtocol{
    .info = {.code = "ROUTE017",
             .severity = Severity::Error,
             .title = "HTTP rules apply to HTTP ports",
             .reads = Kinds{Kind::VirtualService, Kind::Service, Kind::ServiceEntry},
             .explain = "Sidecars apply `http` rules only on ports that are HTTP: by the name of "
                        "the Service port "
                        "(`http`, `http2`, `grpc`, …), by `appProtocol`, or because they recognise "
                        "it. On ports named "
                        "`tcp`, `tls`, `https`, `mysql` and so on they see bytes, and `http` rules "
                        "have no effect; "
                        "`tcp` and `tls` rules have none on HTTP ports.\n\n"
                        "Name the port for its protocol, or write the section that suits it."},
    .run = run,
};

}  // namespace mesh::routes

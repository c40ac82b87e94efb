// SPDX-License-Identifier: Apache-2.0
//
// RTE-41: without a port, a destination with one port means that port; with several, it means the
// port of the listener: at a Gateway the number of the server's port, in the mesh the port that the
// client dialled. It is an error only where the destination lacks that port, not always, as
// istioctl says.

#include "plugins/routes/checks.h"
#include "plugins/routes/route_text.h"

#include <algorithm>

namespace mesh::routes {
namespace {

struct Target {
  const istio::RoutedDestination& destination;
  const std::vector<istio::RegistryEntry>& entries;
  std::vector<std::int64_t> ports;

  bool has(std::int64_t port) const {
    return std::find(ports.begin(), ports.end(), port) != ports.end();
  }
};

Finding& report_missing(const Target& target, std::int64_t dialled, std::string_view listener,
                        Reporter& report) {
  const istio::RoutedDestination& destination = target.destination;
  return report
      .add(destination.virtual_service->ref, destination.field.with("port"),
           "no port is given, so {} takes port {}, and {} has {} only: {}", listener, dialled,
           target.entries.front().object().ref.text(), list_ports(target.ports),
           effect_of_missing_cluster(destination))
      .symptom("{}", symptom_of_missing_cluster(destination.section))
      .remedy("set port.number to one of {}", list_ports(target.ports));
}

// At most one finding: the first server that lacks the port.
bool check_gateways(const Target& target, const istio::RouteContext& context, Reporter& report) {
  for (const istio::RouteServer& server : context.servers_of(target.destination)) {
    if (!target.has(server.port)) {
      report_missing(target, server.port, "gateway " + server.gateway->ref.qualified_name(), report)
          .because(server.gateway->ref,
                   FieldPath("spec", "servers", server.server, "port", "number"), "listens on {}",
                   server.port);
      return true;
    }
  }
  return false;
}

// Only where no port that clients can dial for a host exists at the destination.
void check_mesh(const Target& target, const istio::RouteContext& context, Reporter& report) {
  const VirtualService& virtual_service = *target.destination.virtual_service;
  for (const std::string_view host : virtual_service.hosts) {
    const auto called = context.called_ports(target.destination, host);
    const std::vector<std::int64_t> ports = numbers_of(called);
    if (!ports.empty() && std::none_of(ports.begin(), ports.end(),
                                       [&](std::int64_t port) { return target.has(port); })) {
      report_missing(target, ports.front(), "a call to " + std::string(host), report)
          .because(called.front().owner->ref, FieldPath("spec", "ports"), "has {}",
                   list_ports(ports));
      return;
    }
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const istio::RouteContext context(snapshot);
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (const istio::RoutedDestination& destination : istio::destinations_of(virtual_service)) {
      if (destination.destination->port) {
        continue;  // without a number it is ROUTE030's
      }
      const auto entries = context.registry().find_all(destination.host);
      const Target target{
          .destination = destination, .entries = entries, .ports = port_numbers(entries)};
      if (target.ports.size() > 1 && !check_gateways(target, context, report)) {
        check_mesh(target, context, report);
      }
    }
  }
}

}  // namespace

constinit const Check kDestinationPortStated{
    .info = {.code = "ROUTE003",
             .severity = Severity::Error,
             .title = "Destination names a port where the Service has several",
             .reads = Kinds{Kind::VirtualService, Kind::Service, Kind::ServiceEntry, Kind::Gateway},
             .explain = "A destination without `port` means the only port of the Service. If there "
                        "are several, the "
                        "proxies take the port they were called on: at a Gateway the port of its "
                        "server, such as 80 "
                        "or 443, in the mesh the port that the client dialled. If the destination "
                        "has no such port, "
                        "they answer 503 with the flag NC. In the mesh a missing port is no error "
                        "as long as clients "
                        "dial a port that the destination has too.\n\n"
                        "Set `destination.port.number`.",
             .peers = "IST0112"},
    .run = run,
};

}  // namespace mesh::routes

// SPDX-License-Identifier: Apache-2.0
//
// RTE-41: the port of a destination is a port of the Service or ServiceEntry, never a targetPort.
// The number is used as it stands; if the host has no such port, the proxies have no cluster to
// send to.

#include "common/istio/validate_syntax.h"
#include "plugins/routes/checks.h"
#include "plugins/routes/route_text.h"

#include <algorithm>

namespace mesh::routes {
namespace {

// The port whose targetPort is the number that was written: the usual mistake.
const ServicePort* port_with_target(const std::vector<istio::RegistryEntry>& entries,
                                    std::int64_t number) {
  for (const istio::RegistryEntry& entry : entries) {
    for (const istio::RegistryPort& port : entry.ports()) {
      if (port.service_port != nullptr && port.service_port->target_port.number == number) {
        return port.service_port;
      }
    }
  }
  return nullptr;
}

void report_port(const istio::RoutedDestination& destination, std::int64_t number,
                 const std::vector<istio::RegistryEntry>& entries, Reporter& report) {
  const std::vector<std::int64_t> known = port_numbers(entries);
  const ServicePort* meant = port_with_target(entries, number);
  Finding& finding =
      report
          .add(destination.virtual_service->ref, destination.field.with("port", "number"),
               "{} has {}, not {}{}: {}", entries.front().object().ref.text(), list_ports(known),
               number, meant != nullptr ? ", which is a targetPort" : "",
               effect_of_missing_cluster(destination))
          .symptom("{}", symptom_of_missing_cluster(destination.section));
  if (meant != nullptr) {
    finding.remedy("write {}, the port of the Service that leads to {}", meant->port, number);
  } else {
    finding.remedy("route to {}, or add port {} to {}", list_ports(known), number,
                   entries.front().object().ref.text());
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const istio::RouteContext context(snapshot);
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (const istio::RoutedDestination& destination : istio::destinations_of(virtual_service)) {
      const auto number = destination.destination->port_number();
      if (!number || !istio::is_port_number(*number) || !context.can_apply(destination)) {
        continue;
      }
      const auto entries = context.registry().find_all(destination.host);
      const std::vector<std::int64_t> known = port_numbers(entries);
      if (!known.empty() && std::find(known.begin(), known.end(), *number) == known.end()) {
        report_port(destination, *number, entries, report);
      }
    }
  }
}

}  // namespace

constinit const Check kDestinationPort{
    .info =
        {.code = "ROUTE002",
         .severity = Severity::Error,
         .title = "Destination port exists",
         .reads = Kinds{Kind::VirtualService, Kind::Service, Kind::ServiceEntry, Kind::Gateway},
         .explain =
             "`destination.port.number` is a port of the Service (`spec.ports[].port`) or of the "
             "ServiceEntry, not the port the container listens on. With a number that the host "
             "does not "
             "have, the proxies answer 503 with the flag NC.\n\n"
             "Write a port of the Service; for a Service with one port `port` may be left out.",
         .peers = "IST0101"},
    .run = run,
};

}  // namespace mesh::routes

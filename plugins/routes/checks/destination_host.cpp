// SPDX-License-Identifier: Apache-2.0
//
// RTE-1, RTE-40: a destination host is a Service's short name (in the VirtualService's namespace),
// its full name, or a host of a ServiceEntry. Istio accepts any other text, and the proxies then
// have no cluster to send to. RTE-4: the same where the host exists and is not exported to the
// proxy.

#include "plugins/routes/checks.h"
#include "plugins/routes/route_text.h"
#include "plugins/routes/unknown_host.h"

namespace mesh::routes {
namespace {

void report_unknown(const istio::RoutedDestination& destination, UnknownHosts& hosts,
                    Reporter& report) {
  const std::string_view written = destination.destination->host;
  const std::string_view ns = destination.virtual_service->ref.ns;
  report
      .add(destination.virtual_service->ref, destination.field.with("host"), "{}: {}",
           hosts.cause(written, ns), effect_of_missing_cluster(destination))
      .symptom("{}", symptom_of_missing_cluster(destination.section))
      .remedy("{}", hosts.remedy(written, ns));
}

// Sidecars of a namespace without pods are nobody. Where pods are not known, those are meant for
// which the VirtualService was written: of its own namespace, and of those that it is exported to.
bool has_proxies(const Snapshot& snapshot, const istio::RouteClient& client,
                 std::string_view host_ns) {
  if (client.gateway != nullptr || !snapshot.in_namespace<Pod>(client.ns).empty()) {
    return true;
  }
  return !snapshot.knows(Kind::Pod, client.ns) && client.ns != host_ns;
}

void report_hidden(const istio::RoutedDestination& destination, const Object& hidden,
                   const istio::RouteClient& client, Reporter& report) {
  const FieldPath exported =
      hidden.ref.kind == Kind::Service
          ? FieldPath("metadata", "annotations", "networking.istio.io/exportTo")
          : FieldPath("spec", "exportTo");
  report
      .add(destination.virtual_service->ref, destination.field.with("host"),
           "{} is not exported to {}: {}", hidden.ref.text(), describe(client),
           effect_of_missing_cluster(destination))
      .symptom("{}", symptom_of_missing_cluster(destination.section))
      .because(hidden.ref, exported, "is not visible in {}", client.ns)
      .remedy("export {} to {}", hidden.ref.text(), client.ns);
}

void check_visibility(const Snapshot& snapshot, const istio::RoutedDestination& destination,
                      const Object& target, istio::RouteContext& context, Reporter& report) {
  for (const istio::RouteClient& client : context.clients_of(destination, target.ref.ns)) {
    if (has_proxies(snapshot, client, target.ref.ns) &&
        !context.registry().look_up(destination.host, client.ns)) {
      report_hidden(destination, target, client, report);
      return;
    }
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  istio::RouteContext context(snapshot);
  UnknownHosts hosts(snapshot);
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (const istio::RoutedDestination& destination : istio::destinations_of(virtual_service)) {
      if (!context.can_apply(destination)) {
        continue;
      }
      const auto entries = context.registry().find_all(destination.host);
      if (!entries.empty()) {
        check_visibility(snapshot, destination, entries.front().object(), context, report);
      } else if (can_tell_absence(snapshot, report, destination.host)) {
        report_unknown(destination, hosts, report);
      }
    }
  }
}

}  // namespace

constinit const Check kDestinationHost{
    .info =
        {.code = "ROUTE001",
         .severity = Severity::Error,
         .title = "Destination host exists",
         .reads = Kinds{Kind::VirtualService, Kind::Service, Kind::ServiceEntry, Kind::Gateway,
                        Kind::ConfigMap} |
                  kPodsAndWorkloads,
         .explain =
             "A destination names a Service by its short name, which means the VirtualService's "
             "own "
             "namespace, by its full name `name.namespace.svc.cluster.local`, or names a host of a "
             "ServiceEntry. A name with any dot in it is not completed: `name.namespace` is no "
             "Service. "
             "Istio accepts a host that does not exist, and the proxies answer 503 with the flag "
             "NC: "
             "there is no such cluster. It is the same for a host that is not exported "
             "(`exportTo`) to "
             "the namespace of the client or of the gateway's pods.\n\n"
             "Write the full name, or create the Service or ServiceEntry.",
         .peers = "IST0101 KIA1101"},
    .run = run,
};

}  // namespace mesh::routes

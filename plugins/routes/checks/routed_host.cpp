// SPDX-License-Identifier: Apache-2.0
//
// RTE-25: for a host that no Service and no ServiceEntry has, a VirtualService of the mesh takes
// effect on port 80 only, for requests whose Host header says exactly that. RTE-1: a dotted name
// such as reviews.prod is no short form of a Service's name.

#include "common/istio/service_registry.h"
#include "common/istio/validate.h"
#include "common/model/host.h"
#include "plugins/routes/checks.h"

#include <algorithm>

namespace mesh::routes {
namespace {

// A host of the outside world is normal where gateways serve it too.
bool is_bound_to_mesh_only(const VirtualService& virtual_service) {
  return std::all_of(virtual_service.gateways.begin(), virtual_service.gateways.end(),
                     [](std::string_view gateway) { return gateway == "mesh"; });
}

void report_host(const Snapshot& snapshot, const VirtualService& virtual_service, std::size_t index,
                 const std::string& host, Reporter& report) {
  Finding& finding = report.add(virtual_service.ref, FieldPath("spec", "hosts", index),
                                "no Service and no ServiceEntry has the host {}: in the mesh these "
                                "rules apply to port 80 only, "
                                "and only to requests whose Host header is {}",
                                host, host);
  const std::string meant = service_host_meant(host);
  if (!meant.empty() && istio::find_service(snapshot, meant) != nullptr) {
    finding.remedy("write {}", meant);
  } else {
    finding.remedy(
        "correct the host, name the Gateway that serves it in spec.gateways, or create a "
        "ServiceEntry for it");
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    if (!is_bound_to_mesh_only(virtual_service)) {
      continue;
    }
    for (std::size_t i = 0; i < virtual_service.hosts.size(); ++i) {
      const std::string host = fully_qualified(virtual_service.hosts[i], virtual_service.ref.ns);
      if (is_wildcard(host) || !istio::is_valid_host(host) ||
          istio::look_up(snapshot, host, virtual_service.ref.ns)) {
        continue;
      }
      if (report.can_tell(snapshot, Kind::Service)) {
        report_host(snapshot, virtual_service, i, host, report);
      }
    }
  }
}

}  // namespace

constinit const Check kRoutedHost{
    .info =
        {.code = "ROUTE016",
         .severity = Severity::Warning,
         .title = "Routed hosts are known to the mesh",
         .reads = Kinds{Kind::VirtualService, Kind::Service, Kind::ServiceEntry},
         .explain =
             "Sidecars build their routes from the hosts of Services and ServiceEntries. A "
             "VirtualService for any other host gets a virtual host on port 80 only. The usual "
             "causes are a name in the form `service.namespace`, which Istio does not expand, a "
             "misspelling, and a host of the outside world without the gateway that serves "
             "it.\n\nWrite the short name (in the VirtualService's own namespace) or "
             "`service.namespace.svc.cluster.local`, list the Gateway in `gateways`, or create a "
             "ServiceEntry."},
    .run = run,
};

}  // namespace mesh::routes

// SPDX-License-Identifier: Apache-2.0
//
// RTE-21 … RTE-24: in the mesh VirtualServices of one host are not merged. The sidecars use the
// first, and the rules of the others have no effect there. Hosts that the mesh does not know are
// ROUTE016's.

#include "common/istio/host_claims.h"
#include "common/model/host.h"
#include "plugins/routes/checks.h"

#include <algorithm>

namespace mesh::routes {
namespace {

// In the hosts of `kept`, which are written in more than one way.
std::size_t host_in(const VirtualService& kept, const std::string& host) {
  const auto at = std::find_if(kept.hosts.begin(), kept.hosts.end(), [&](std::string_view written) {
    return fully_qualified(written, kept.ref.ns) == host;
  });
  return at == kept.hosts.end() ? 0 : static_cast<std::size_t>(at - kept.hosts.begin());
}

void report_lost(const istio::LostHost& lost, Reporter& report) {
  const std::string host = fully_qualified(lost.lost->hosts[lost.host], lost.lost->ref.ns);
  report
      .add(lost.lost->ref, FieldPath("spec", "hosts", lost.host),
           "{} has the host {} already: sidecars in namespace {} use its rules for it, and never "
           "those of this VirtualService",
           lost.kept->ref.text(), host, lost.client_ns)
      .symptom("rules seem ignored")
      .because(lost.kept->ref, FieldPath("spec", "hosts", host_in(*lost.kept, host)),
               "comes first: it is {}",
               is_older(*lost.kept, *lost.lost) ? "older, or its name is earlier"
                                                : "exported more narrowly to the clients")
      .remedy(
          "put the rules of both into one VirtualService, in the order in which they are meant");
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const istio::LostHost& lost : istio::lost_hosts(snapshot)) {
    report_lost(lost, report);
  }
}

}  // namespace

constinit const Check kOneVirtualService{
    .info = {.code = "ROUTE014",
             .severity = Severity::Error,
             .title = "One VirtualService routes a host in the mesh",
             .reads = Kinds{Kind::VirtualService, Kind::Service, Kind::Sidecar, Kind::Namespace,
                            Kind::ConfigMap} |
                      kPodsAndWorkloads,
             .explain =
                 "At a Gateway the rules of several VirtualServices for one host are put together; "
                 "in the mesh they are not. A sidecar uses the VirtualService that comes first and "
                 "drops the others for that host: one that is exported to the client's namespace "
                 "alone goes before one that is exported by name, and that before a public one; "
                 "among these the oldest wins. `cart` and `cart.shop.svc.cluster.local` are the "
                 "same host.\n\n"
                 "Put all rules for a host into one VirtualService.",
             .peers = "IST0109 KIA1106"},
    .run = run,
};

}  // namespace mesh::routes

// SPDX-License-Identifier: Apache-2.0
//
// RTE-50, RTE-51: a Sidecar's egress hosts say what its proxies know. A VirtualService whose hosts
// they all leave out is used by nobody, and calls to its hosts miss mTLS too, or fail. Reported is
// what no sidecar at all takes over: one that others use is in order.

#include "common/istio/mesh_config.h"
#include "common/istio/unimported.h"
#include "plugins/routes/checks.h"
#include "plugins/routes/route_text.h"

#include <algorithm>

namespace mesh::routes {
namespace {

constexpr std::size_t kMostSidecars = 3;

bool is_for_gateways_too(const VirtualService& virtual_service) {
  return std::any_of(virtual_service.gateways.begin(), virtual_service.gateways.end(),
                     [](std::string_view gateway) { return gateway != "mesh"; });
}

std::string_view effect_of(const Sidecar& sidecar) {
  const auto& policy = sidecar.outbound_traffic_policy;
  if (!policy) {
    return "are not routed by it";
  }
  return policy->mode == "ALLOW_ANY" ? "leave the mesh, unencrypted" : "are refused (502)";
}

void report_left_out(const istio::UnimportedVirtualService& each, Reporter& report) {
  const VirtualService& virtual_service = *each.virtual_service;
  const Sidecar& first = *each.left_out_by.front();
  Finding& finding = report.add(
      virtual_service.ref, FieldPath("spec", "hosts"),
      "no sidecar in the mesh imports {}: the rules have no effect{}, and calls to it {}",
      list_names(virtual_service.hosts), is_for_gateways_too(virtual_service) ? " in the mesh" : "",
      effect_of(first));
  finding.symptom("rules seem ignored");
  std::vector<const Sidecar*> named;
  for (const Sidecar* sidecar : each.left_out_by) {
    if (named.size() < kMostSidecars &&
        std::find(named.begin(), named.end(), sidecar) == named.end()) {
      named.push_back(sidecar);
      finding.because(sidecar->ref, FieldPath("spec", "egress"), "leaves the host out");
    }
  }
  finding.remedy("add \"{}/*\", or the hosts, to spec.egress of {}", virtual_service.ref.ns,
                 first.ref.text());
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const istio::UnimportedVirtualService& each : istio::unimported_virtual_services(snapshot)) {
    report_left_out(each, report);
  }
}

}  // namespace

constinit const Check kSidecarEgress{
    .info = {.code = "ROUTE028",
             .severity = Severity::Warning,
             .title = "Sidecar egress shows the destinations that are routed to",
             .reads = Kinds{Kind::VirtualService, Kind::Sidecar, Kind::Namespace, Kind::ConfigMap} |
                      kPodsAndWorkloads,
             .explain =
                 "`egress.hosts` of a Sidecar lists what its proxies know of the mesh: "
                 "`namespace/host`, `./*` for their own namespace. What is not listed has no "
                 "routes and no mTLS there: calls are refused with REGISTRY_ONLY, or leave as they "
                 "are with ALLOW_ANY, which a STRICT server resets. VirtualServices are taken over "
                 "by their hosts in the same way; where no proxy does, their rules have no "
                 "effect.\n\n"
                 "Add the namespace or the host to `egress.hosts`."},
    .run = run,
};

}  // namespace mesh::routes

// SPDX-License-Identifier: Apache-2.0
//
// RTE-3: a VirtualService that names a Gateway which does not exist is bound to nothing there.

#include "common/istio/gateway_pods.h"
#include "plugins/routes/checks.h"

namespace mesh::routes {
namespace {

void run(const Snapshot& snapshot, Reporter& report) {
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (std::size_t i = 0; i < virtual_service.gateways.size(); ++i) {
      const std::string_view reference = virtual_service.gateways[i];
      if (reference == "mesh" || istio::find_gateway(snapshot, reference, virtual_service.ref.ns) != nullptr) {
        continue;
      }
      const auto [ns, name] = istio::resolve_gateway_name(reference, virtual_service.ref.ns);
      report
          .add(virtual_service.ref, FieldPath("spec", "gateways", i),
               "gateway {}/{} does not exist, so no gateway serves this VirtualService under that name", ns, name)
          .symptom("404 NR")
          .remedy("create gateway {}/{}, or name an existing one", ns, name);
    }
  }
}

}  // namespace

constinit const Check kGatewayExists{
    .info = {.code = "ROUTE007",
             .severity = Severity::Error,
             .title = "Gateway named by a VirtualService exists",
             .reads = Kinds{Kind::VirtualService, Kind::Gateway},
             .explain =
                 "An entry of `gateways` is `namespace/name`, or a bare name, which means the "
                 "VirtualService's own namespace. If there is no such Gateway, requests from outside "
                 "never reach this VirtualService.\n\nCreate the Gateway, or correct the reference.",
             .peers = "IST0101 KIA1102"},
    .run = run,
};

}  // namespace mesh::routes

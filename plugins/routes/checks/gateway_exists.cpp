// SPDX-License-Identifier: Apache-2.0
//
// RTE-3: an entry of `gateways` is `ns/name`, `./name`, a bare name in the VirtualService's own
// namespace, or the old `name.ns`. One that names no Gateway binds the VirtualService to nothing.

#include "common/base/text.h"
#include "common/istio/gateway_pods.h"
#include "common/istio/validate.h"
#include "common/istio/virtual_service.h"
#include "plugins/routes/checks.h"

#include <algorithm>

namespace mesh::routes {
namespace {

// A Gateway of that name elsewhere, or one of a similar name nearby; nullptr if there is none.
const Gateway* gateway_meant(const Snapshot& snapshot, std::string_view ns, std::string_view name) {
  const auto all = snapshot.all<Gateway>();
  const auto same_name = std::find_if(
      all.begin(), all.end(), [&](const Gateway& gateway) { return gateway.ref.name == name; });
  if (same_name != all.end()) {
    return &*same_name;
  }
  std::vector<std::string_view> names;
  for (const Gateway& gateway : snapshot.in_namespace<Gateway>(ns)) {
    names.push_back(gateway.ref.name);
  }
  const auto near = closest(name, names);
  return near ? snapshot.find<Gateway>(ns, *near) : nullptr;
}

void report_reference(const Snapshot& snapshot, const VirtualService& virtual_service,
                      std::size_t index, Reporter& report) {
  const auto [ns, name] =
      istio::resolve_gateway_name(virtual_service.gateways[index], virtual_service.ref.ns);
  Finding& finding = report
                         .add(virtual_service.ref, FieldPath("spec", "gateways", index),
                              "gateway {}/{} does not exist, so no gateway serves this "
                              "VirtualService under that name",
                              ns, name)
                         .symptom("404 NR");
  if (const Gateway* meant = gateway_meant(snapshot, ns, name)) {
    finding.remedy("write {}, or create gateway {}/{}", meant->ref.qualified_name(), ns, name);
  } else {
    finding.remedy("create gateway {}/{}, or name an existing one", ns, name);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (std::size_t i = 0; i < virtual_service.gateways.size(); ++i) {
      const std::string_view reference = virtual_service.gateways[i];
      if (reference == "mesh" || !istio::is_valid_gateway_name(virtual_service, i) ||
          istio::names_generated_gateway(reference) ||
          istio::find_gateway(snapshot, reference, virtual_service.ref.ns) != nullptr) {
        continue;
      }
      const auto ns = istio::resolve_gateway_name(reference, virtual_service.ref.ns).first;
      if (report.can_tell(snapshot, Kind::Gateway, ns)) {
        report_reference(snapshot, virtual_service, i, report);
      }
    }
  }
}

}  // namespace

constinit const Check kGatewayExists{
    .info =
        {.code = "ROUTE007",
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

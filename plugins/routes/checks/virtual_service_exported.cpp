// SPDX-License-Identifier: Apache-2.0
//
// RTE-4, RTE-10: a gateway sees the VirtualServices that are exported to the namespace of its pods,
// wherever the Gateway object is. Hosts that the Gateway does not serve are ROUTE008's; delegates
// are seen through their roots.

#include "common/base/text.h"
#include "common/istio/export_to.h"
#include "common/istio/gateway_pods.h"
#include "common/istio/mesh_config.h"
#include "common/istio/rule_effect.h"
#include "plugins/routes/checks.h"

#include <algorithm>

namespace mesh::routes {
namespace {

bool serves_some_host(const Gateway& gateway, const VirtualService& virtual_service) {
  return std::any_of(gateway.servers.begin(), gateway.servers.end(), [&](const Server& server) {
    return istio::binds(gateway, server, virtual_service);
  });
}

// The namespaces of the gateway's pods that do not see it.
std::vector<std::string> blind_namespaces(const Snapshot& snapshot, const Gateway& gateway,
                                          const VirtualService& virtual_service) {
  const auto& defaults = istio::mesh_config(snapshot).default_virtual_service_export_to;
  std::vector<std::string> blind;
  for (const std::string_view ns : istio::gateway_namespaces(snapshot, gateway)) {
    if (!istio::is_exported(virtual_service.export_to, defaults, virtual_service.ref.ns, ns)) {
      blind.emplace_back(ns);
    }
  }
  return blind;
}

void report_hidden(const VirtualService& virtual_service, const istio::NamedGateway& named,
                   const std::vector<std::string>& blind, Reporter& report) {
  const bool is_default = virtual_service.export_to.empty();
  const Gateway& gateway = *named.gateway;
  report
      .add(virtual_service.ref,
           is_default ? FieldPath("spec", "gateways", named.index) : FieldPath("spec", "exportTo"),
           "this VirtualService is not exported to {}, where the pods of gateway {} run{}: its "
           "rules are not used there",
           join_and(blind), gateway.ref.qualified_name(),
           is_default ? " (the mesh's defaultVirtualServiceExportTo decides)" : "")
      .symptom("404 NR")
      .because(gateway.ref, FieldPath("spec", "selector"), "selects pods in {}", join_and(blind))
      .remedy("{} {} {}", is_default ? "set spec.exportTo to" : "add", join_and(blind),
              is_default ? "and \".\"" : "to spec.exportTo");
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (const istio::NamedGateway& named : istio::gateways_of(snapshot, virtual_service)) {
      const std::vector<std::string> blind =
          blind_namespaces(snapshot, *named.gateway, virtual_service);
      if (!blind.empty() && serves_some_host(*named.gateway, virtual_service)) {
        report_hidden(virtual_service, named, blind, report);
      }
    }
  }
}

}  // namespace

constinit const Check kVirtualServiceExported{
    .info =
        {.code = "ROUTE010",
         .severity = Severity::Error,
         .title = "VirtualService is exported to its gateway",
         .reads = Kinds{Kind::VirtualService, Kind::Gateway, Kind::ConfigMap} | kPodsAndWorkloads,
         .explain =
             "`exportTo` says which namespaces see a VirtualService; for a gateway it is the "
             "namespace of its *pods* that counts. With `exportTo: [\".\"]` in an application's "
             "namespace the gateway in istio-system does not know of it, and answers 404. "
             "Without `exportTo` the mesh's `defaultVirtualServiceExportTo` holds, or, if that "
             "is not set either, everybody sees it.\n\n"
             "Add the namespace of the gateway's pods to `exportTo`."},
    .run = run,
};

}  // namespace mesh::routes

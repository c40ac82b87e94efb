// SPDX-License-Identifier: Apache-2.0
//
// PORT-25: the name of a headless Service leads to the pods' own addresses, and a sidecar sends a
// connection where it was meant to go (ORIGINAL_DST). Nobody on the way turns the Service's port
// into its targetPort; gateways do.

#include "common/istio/endpoints.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/port_scope.h"
#include "plugins/ports/serving_container.h"

#include <algorithm>

namespace mesh::ports {
namespace {

// It listens on the targetPort and, as far as it declares, not on the Service's port.
bool needs_translation(const Pod& pod, const ServicePort& port) {
  const auto target = istio::target_port_in(pod, port);
  return target && *target != port.port && concerns_mesh(pod) && !is_of_job(pod) &&
         istio::container_declaring(pod, *target, port.protocol) != nullptr &&
         istio::container_declaring(pod, port.port, port.protocol) == nullptr;
}

void report_port(const Snapshot& snapshot, const Service& service, std::size_t index,
                 const Pod& pod, Reporter& report) {
  const ServicePort& port = service.ports[index];
  const std::int32_t target = istio::target_port_in(pod, port).value_or(0);
  const Workload* workload = snapshot.workload_of(pod);
  const FieldPath containers("spec", "containers");
  report
      .add(
          service.ref, FieldPath("spec", "ports", index, "port"),
          "a headless Service does not translate ports: clients that dial port {} reach port {} of "
          "the pods, which listen on {}",
          port.port, port.port, target)
      .because(
          workload != nullptr ? workload->ref : pod.ref,
          workload != nullptr ? workload->template_path().with(containers) : pod.path(containers),
          "declares {}, not {}", target, port.port)
      .symptom("503 UF, connection refused")
      .remedy("set port to {}, and have clients dial it", target);
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Service& service : snapshot.services()) {
    if (!service.is_headless() || !concerns_mesh(snapshot, service)) {
      continue;
    }
    const std::vector<const Pod*> pods = istio::pods_of(snapshot, service);
    for (std::size_t i = 0; i < service.ports.size(); ++i) {
      const auto lacking = std::find_if(pods.begin(), pods.end(), [&](const Pod* pod) {
        return needs_translation(*pod, service.ports[i]);
      });
      if (lacking != pods.end()) {
        report_port(snapshot, service, i, **lacking, report);
      }
    }
  }
}

}  // namespace

constinit const Check kHeadlessPort{
    .info = {.code = "PORT031",
             .severity = Severity::Warning,
             .title = "Headless Service ports are the pods' ports",
             .reads = Kinds{Kind::Service} | kPodsAndWorkloads,
             .explain =
                 "The name of a headless Service (`clusterIP: None`) resolves to the addresses of "
                 "its pods. Clients connect to these directly, with a sidecar or without, so the "
                 "port that they dial is the pod's; `targetPort` is used only by gateways, SRV "
                 "records and whoever reads the EndpointSlices. If `port` and `targetPort` differ, "
                 "a client that dials `port` is refused.\n\n"
                 "Make `port` the number on which the pods listen."},
    .run = run,
};

}  // namespace mesh::ports

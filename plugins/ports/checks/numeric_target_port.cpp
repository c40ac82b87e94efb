// SPDX-License-Identifier: Apache-2.0
//
// PORT-13: a numeric targetPort needs no declaration: requests go to that number, whoever listens.
// Where the pods declare ports, but not this one, the number is probably wrong. With a Sidecar's
// ingress listeners (PORT-11) the proxy itself listens there, and with the proxy's own ports too.

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "common/istio/redirection.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/port_scope.h"
#include "plugins/ports/serving_container.h"

#include <algorithm>

namespace mesh::ports {
namespace {

bool has_ingress_listeners(const Snapshot& snapshot, const Pod& pod) {
  const auto sidecars = snapshot.in_namespace<Sidecar>(pod.ref.ns);
  return std::any_of(sidecars.begin(), sidecars.end(), [&](const Sidecar& sidecar) {
    return !sidecar.ingress.empty() &&
           (!sidecar.workload_selector ||
            pod.meta.labels.contains_all(sidecar.workload_selector->labels));
  });
}

// The pod declares ports of this protocol, but not the one that requests go to.
bool lacks_target(const Snapshot& snapshot, const Pod& pod, const ServicePort& port) {
  const auto target = istio::target_port_in(pod, port);
  return target && !istio::is_sidecars_own(*target) && concerns_mesh(pod) && !is_of_job(pod) &&
         !istio::declared_ports(pod, port.protocol).empty() &&
         istio::container_declaring(pod, *target, port.protocol) == nullptr &&
         !has_ingress_listeners(snapshot, pod);
}

std::string declared_text(const Pod& pod, const ServicePort& port) {
  std::vector<std::string> ports;
  for (const ContainerPort* declared : istio::declared_ports(pod, port.protocol)) {
    ports.push_back(declared->name.empty()
                        ? std::to_string(declared->container_port)
                        : fmt::format("{} ({})", declared->container_port, declared->name));
  }
  return join_and(ports);
}

void report_port(const Snapshot& snapshot, const Service& service, std::size_t index,
                 const Pod& pod, Reporter& report) {
  const ServicePort& port = service.ports[index];
  const bool is_set = port.target_port.is_set();
  const std::int32_t target = is_set ? port.target_port.number : port.port;
  const std::string declared = declared_text(pod, port);
  const Workload* workload = snapshot.workload_of(pod);
  const FieldPath containers("spec", "containers");
  report
      .add(service.ref, FieldPath("spec", "ports", index, is_set ? "targetPort" : "port"),
           "port {} leads to {}, which the pods do not declare: if nothing listens there, "
           "connections are refused",
           port.port, target)
      .symptom("503 UF")
      .because(
          workload != nullptr ? workload->ref : pod.ref,
          workload != nullptr ? workload->template_path().with(containers) : pod.path(containers),
          "declares {}", declared)
      .remedy(
          "set targetPort to a port that the pods listen on ({}), or declare {} in the container",
          declared, target);
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Service& service : snapshot.services()) {
    if (!concerns_mesh(snapshot, service)) {
      continue;
    }
    const std::vector<const Pod*> pods = istio::pods_of(snapshot, service);
    for (std::size_t i = 0; i < service.ports.size(); ++i) {
      const ServicePort& port = service.ports[i];
      const auto lacking = std::find_if(pods.begin(), pods.end(), [&](const Pod* pod) {
        return !port.target_port.is_name() && lacks_target(snapshot, *pod, port);
      });
      if (lacking != pods.end()) {
        report_port(snapshot, service, i, **lacking, report);
      }
    }
  }
}

}  // namespace

constinit const Check kNumericTargetPort{
    .info =
        {.code = "PORT007",
         .severity = Severity::Warning,
         .title = "Numeric targetPort is a port the pods declare",
         .reads = Kinds{Kind::Service, Kind::Sidecar} | kPodsAndWorkloads,
         .explain =
             "A `targetPort` that is a number (or absent: then it is the `port`) sends requests to "
             "that port of the pods. Neither Kubernetes nor Istio asks whether a container "
             "declares it. If nothing listens there, connections are refused, and clients get "
             "`503` (flag `UF`, or `via_upstream` when the server's sidecar says so).\n\n"
             "This is reported where the pods declare other ports, because then the number is "
             "probably wrong. If the application does listen on it, declare it under `ports` of "
             "the container.",
         .peers = "KIA0701"},
    .run = run,
};

}  // namespace mesh::ports

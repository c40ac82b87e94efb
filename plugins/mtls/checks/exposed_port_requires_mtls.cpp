// SPDX-License-Identifier: Apache-2.0
//
// MTLS-10, MTLS-31: clients outside the mesh have no certificate of it. What they send through a
// NodePort, a load balancer or an ingress controller without a sidecar to a STRICT port is reset.

#include "common/base/text.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/clients.h"
#include "plugins/mtls/exposure.h"
#include "plugins/mtls/mesh_kinds.h"

#include <set>

namespace mesh::mtls {
namespace {

struct Refusal {
  Impact impact;
  std::set<std::int32_t> ports;
};

// The pods behind the exposed ports that take only mTLS there.
Refusal refusal_of(const Snapshot& snapshot, const Exposure& exposure) {
  Refusal refusal;
  for (const ServicePort* port : exposure.ports) {
    const std::vector<Receiver> behind = receivers_of(snapshot, *exposure.service, *port);
    std::vector<Receiver> strict = behind;
    std::erase_if(strict, [](const Receiver& receiver) { return !receiver.requires_mtls(); });
    if (!strict.empty()) {
      refusal.ports.insert(port->port);
    }
    refusal.impact.add(Target{}, strict, behind);
  }
  return refusal;
}

std::string ports_text(const std::set<std::int32_t>& ports) {
  std::vector<std::string> numbers;
  for (const std::int32_t port : ports) {
    numbers.push_back(std::to_string(port));
  }
  return (ports.size() == 1 ? "port " : "ports ") + join_and(numbers);
}

void report_service(const Exposure& exposure, const Refusal& refusal, Reporter& report) {
  Finding& finding =
      report
          .add(exposure.object, exposure.field,
               "type {} opens {} to clients outside the mesh, for which {} {} only mTLS: "
               "their connections are reset",
               exposure.service->type, ports_text(refusal.ports), pods_text(refusal.impact),
               refusal.impact.is_one_pod() ? "accepts" : "accept")
          .symptom("connection reset")
          .remedy(
              "lead clients from outside through an ingress gateway, or set the mode of these "
              "ports to PERMISSIVE for the pods behind {}",
              exposure.service->ref.text());
  add_policies(finding, refusal.impact.harmed);
}

void report_ingress(const Exposure& exposure, const Refusal& refusal, Reporter& report) {
  Finding& finding =
      report
          .add(exposure.object, exposure.field,
               "the ingress controller sends plaintext to {} of {}, where {} {} only mTLS: "
               "its connections are reset",
               ports_text(refusal.ports), exposure.service->ref.text(), pods_text(refusal.impact),
               refusal.impact.is_one_pod() ? "accepts" : "accept")
          .symptom("502 from the ingress controller")
          .remedy(
              "serve this host by a Gateway and a VirtualService, give the ingress controller a "
              "sidecar, or set the mode of the port to PERMISSIVE for the pods behind {}",
              exposure.service->ref.text());
  add_policies(finding, refusal.impact.harmed);
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Exposure& exposure : exposures(snapshot)) {
    const Refusal refusal = refusal_of(snapshot, exposure);
    const bool is_known = report.can_tell(snapshot, Kind::Pod, exposure.service->ref.ns);
    if (!is_known || refusal.ports.empty()) {
      continue;
    }
    if (exposure.object.kind == Kind::Service) {
      report_service(exposure, refusal, report);
    } else {
      report_ingress(exposure, refusal, report);
    }
  }
}

}  // namespace

constinit const Check kExposedPortRequiresMtls{
    .info =
        {.code = "MTLS004",
         .severity = Severity::Error,
         .title = "Ports opened outside the mesh do not require mTLS",
         .reads = kServerKinds | Kinds{Kind::Service, Kind::Ingress},
         .explain =
             "A Service of type NodePort or LoadBalancer, and an Ingress whose controller has no "
             "sidecar, bring in clients that have no certificate of the mesh. A pod whose "
             "PeerAuthentication is STRICT resets their connections; an ingress controller then "
             "answers 502, and health checks of load balancers fail.\n\n"
             "Let such clients in through an ingress gateway, which speaks mTLS to the pods. Or "
             "allow plaintext on that port: a PeerAuthentication that selects the pods, with the "
             "container's port as PERMISSIVE under `portLevelMtls`."},
    .run = run,
};

}  // namespace mesh::mtls

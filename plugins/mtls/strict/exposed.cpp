// SPDX-License-Identifier: Apache-2.0
//
// MTLS-10, MTLS-31: what comes in through a NodePort, a load balancer or an ingress controller
// without a sidecar has no certificate of the mesh.

#include "common/base/text.h"
#include "plugins/mtls/exposure.h"
#include "plugins/mtls/strict/review.h"
#include "plugins/mtls/strict/strict_port.h"

#include <fmt/format.h>

namespace mesh::mtls {
namespace {

std::string source_of(const Exposure& exposure) {
  return exposure.object.kind == Kind::Ingress
             ? std::string("what the ingress controller sends to it")
             : fmt::format("what clients outside the mesh send to it (type {})",
                           exposure.service->type);
}

Obstacle obstacle_of(const Exposure& exposure, const std::vector<std::string>& ports) {
  return {.object = exposure.object,
          .field = exposure.field,
          .reason = fmt::format("{}, {} {}: {} would be reset", exposure.service->ref.text(),
                                ports.size() == 1 ? "port" : "ports", join_and(ports),
                                source_of(exposure)),
          .remedy =
              "lead it through an ingress gateway, or keep these ports PERMISSIVE with "
              "portLevelMtls"};
}

}  // namespace

void review_exposed(const Snapshot& snapshot, std::string_view ns, StrictReview& review) {
  for (const Exposure& exposure : exposures(snapshot)) {
    std::vector<std::string> ports;
    for (const ServicePort* port : exposure.ports) {
      if (exposure.service->ref.ns == ns &&
          !strict_port(snapshot, *exposure.service, *port).pods.empty()) {
        ports.push_back(std::to_string(port->port));
      }
    }
    if (!ports.empty()) {
      review.blockers.push_back(obstacle_of(exposure, ports));
    }
  }
}

}  // namespace mesh::mtls

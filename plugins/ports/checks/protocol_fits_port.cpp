// SPDX-License-Identifier: Apache-2.0
//
// PORT-7, PORT-8: a declared protocol is believed. HTTP declared for bytes that are not HTTP ends
// in an HTTP codec that cannot read them; TLS declared for plaintext is routed by an SNI that is
// not there. What the pods speak is told by the name of the container port, or by a number that
// everybody uses for one thing. PORT-1: UDP is not proxied, whatever the name says.

#include "common/istio/endpoints.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/port_scope.h"
#include "plugins/ports/protocol_misfit.h"

namespace mesh::ports {
namespace {

void report_port(const Service& service, std::size_t index, const Misfit& misfit,
                 Reporter& report) {
  const ServicePort& port = service.ports[index];
  const bool by_app = !port.app_protocol.empty();
  const std::string_view word = by_app ? port.app_protocol : port.name;
  report
      .add(service.ref, FieldPath("spec", "ports", index, by_app ? "appProtocol" : "name"),
           "port {} {} \"{}\", but {}: {}", port.port, by_app ? "has appProtocol" : "is named",
           word, misfit.evidence, misfit.effect)
      .remedy("declare it as what it is, for example {} {}", by_app ? "appProtocol" : "name",
              by_app ? std::string(misfit.fitting) : fmt::format("{}-<suffix>", misfit.fitting));
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Service& service : snapshot.services()) {
    if (service.is_external_name() || !concerns_mesh(snapshot, service)) {
      continue;
    }
    const std::vector<const Pod*> pods = istio::pods_of(snapshot, service);
    for (std::size_t i = 0; i < service.ports.size(); ++i) {
      if (const auto misfit = find_misfit(pods, service.ports[i])) {
        report_port(service, i, *misfit, report);
      }
    }
  }
}

}  // namespace

constinit const Check kProtocolFitsPort{
    .info =
        {.code = "PORT009",
         .severity = Severity::Warning,
         .title = "Declared protocol fits the port",
         .reads = Kinds{Kind::Service} | kPodsAndWorkloads,
         .explain =
             "Istio believes what a port's name or `appProtocol` declares. A database behind "
             "`http-…` gets bytes that pass an HTTP codec and fail there; TLS behind `http-…` is "
             "met with plaintext; plaintext behind `https-…` or `tls-…` is taken for opaque TLS, "
             "to "
             "be routed by a server name that is not there. `https` does not mean that the proxy "
             "ends TLS.\n\n"
             "This is reported where the container port's name says something else, or where the "
             "number is known for another protocol (443 and 8443, 80 and 8080, and the ports of "
             "common databases and brokers), and where a name contradicts TCP or UDP.\n\n"
             "Name the port for what the application speaks: `http`, `grpc`, `https`, `tcp`, …"},
    .run = run,
};

}  // namespace mesh::ports

// SPDX-License-Identifier: Apache-2.0
//
// PORT-2 … PORT-6: sidecars choose how to treat a Service port from `appProtocol`, or else from the
// port's name up to its first '-'. A name that says nothing leaves the choice to sniffing, which
// fails for protocols where the server speaks first.

#include "common/istio/port_protocol.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/port_scope.h"

namespace mesh::ports {
namespace {

void report_port(const Service& service, std::size_t index, Reporter& report) {
  const ServicePort& port = service.ports[index];
  const FieldPath path("spec", "ports", index);
  if (!port.app_protocol.empty()) {
    report
        .add(service.ref, path.with("appProtocol"),
             "port {} has appProtocol \"{}\", which Istio does not know: its protocol is sniffed, whatever its name says",
             port.port, port.app_protocol)
        .remedy("set appProtocol to a protocol that Istio knows (http, grpc, tcp, …), or remove it");
  } else if (port.name.empty()) {
    report
        .add(service.ref, path, "port {} has no name, so its protocol is sniffed: HTTP rules may not apply, and protocols where the server speaks first stall",
             port.port)
        .remedy("name the port <protocol>-<suffix>, for example http-web, or set appProtocol");
  } else {
    report
        .add(service.ref, path.with("name"),
             "port {} is named \"{}\", which states no protocol, so it is sniffed: HTTP rules may not apply, and protocols where the server speaks first stall",
             port.port, port.name)
        .remedy("rename the port to <protocol>-<suffix>, for example http-{}, or set appProtocol", port.name);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Service& service : snapshot.services()) {
    if (!concerns_mesh(snapshot, service) || service.is_external_name()) {
      continue;
    }
    for (std::size_t i = 0; i < service.ports.size(); ++i) {
      if (istio::protocol_of(service.ports[i]).protocol == istio::Protocol::Auto) {
        report_port(service, i, report);
      }
    }
  }
}

}  // namespace

constinit const Check kPortNameProtocol{
    .info = {.code = "PORT001",
             .severity = Severity::Warning,
             .title = "Service port states its protocol",
             .reads = Kinds{Kind::Service} | kPodsAndWorkloads,
             .explain =
                 "Istio treats a Service port by its `appProtocol`, or else by its name up to the "
                 "first `-`: tcp, udp, http, http2, https, grpc, grpc-web, tls, mongo, redis, mysql. "
                 "Ports 25, 53, 3306 and 27017 count as TCP. Any other port is sniffed: the proxy "
                 "waits for the first bytes to tell HTTP from anything else. Routing rules then apply "
                 "only to what is recognised, and protocols where the server speaks first (MySQL, "
                 "SMTP, FTP) hang.\n\n"
                 "Rename the port to `<protocol>-<suffix>`, for example `http-web`, or set "
                 "`appProtocol`.",
             .peers = "IST0118 KIA0601"},
    .run = run,
};

}  // namespace mesh::ports

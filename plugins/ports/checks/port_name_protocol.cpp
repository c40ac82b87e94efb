// SPDX-License-Identifier: Apache-2.0
//
// PORT-2 … PORT-6: sidecars choose how to treat a Service port from `appProtocol`, or else from the
// port's name up to its first '-'. A name that says nothing leaves the choice to sniffing, which
// fails for protocols where the server speaks first. ExternalName Services are not judged.

#include "common/istio/port_protocol.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/port_scope.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mesh::ports {
namespace {

constexpr std::string_view kEffect =
    "HTTP rules may not apply, and protocols where the server speaks first stall";

// A part of the name that is a protocol ("api-grpc"), else what the number is known for, else http.
std::string_view likely_protocol(const ServicePort& port) {
  const std::size_t dash = port.name.rfind('-');
  if (dash != std::string_view::npos) {
    const istio::Protocol last = istio::protocol_named(port.name.substr(dash + 1));
    if (last != istio::Protocol::Auto) {
      return istio::text(last);
    }
  }
  constexpr std::array<std::pair<std::int32_t, std::string_view>, 6> kKnown{{{443, "https"},
                                                                             {8443, "https"},
                                                                             {5432, "tcp"},
                                                                             {5672, "tcp"},
                                                                             {6379, "redis"},
                                                                             {9092, "tcp"}}};
  const std::int32_t number = port.target_port.number != 0 ? port.target_port.number : port.port;
  const auto at = std::find_if(kKnown.begin(), kKnown.end(),
                               [&](const auto& known) { return known.first == number; });
  return at == kKnown.end() ? "http" : at->second;
}

void report_app_protocol(const Service& service, std::size_t index, Reporter& report) {
  const ServicePort& port = service.ports[index];
  report
      .add(service.ref, FieldPath("spec", "ports", index, "appProtocol"),
           "port {} has appProtocol \"{}\", which Istio does not know: whatever its name says, its "
           "protocol is sniffed",
           port.port, port.app_protocol)
      .remedy("set appProtocol to a protocol that Istio knows (http, grpc, tcp, …), or remove it");
}

void report_nameless(const Service& service, std::size_t index, Reporter& report) {
  const ServicePort& port = service.ports[index];
  report
      .add(service.ref, FieldPath("spec", "ports", index),
           "port {} has no name, so its protocol is sniffed: {}", port.port, kEffect)
      .remedy("name the port <protocol> or <protocol>-<suffix>, for example {}, or set appProtocol",
              likely_protocol(port));
}

void report_name(const Service& service, std::size_t index, Reporter& report) {
  const ServicePort& port = service.ports[index];
  report
      .add(service.ref, FieldPath("spec", "ports", index, "name"),
           "port {} is named \"{}\", which states no protocol, so it is sniffed: {}", port.port,
           port.name, kEffect)
      .remedy("rename the port to <protocol>-<suffix>, for example {}-{}, or set appProtocol",
              likely_protocol(port), port.name);
}

void report_port(const Service& service, std::size_t index, Reporter& report) {
  const ServicePort& port = service.ports[index];
  if (!port.app_protocol.empty()) {
    report_app_protocol(service, index, report);
  } else if (port.name.empty()) {
    report_nameless(service, index, report);
  } else {
    report_name(service, index, report);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Service& service : snapshot.services()) {
    if (service.is_external_name() || !concerns_mesh(snapshot, service)) {
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
    .info =
        {.code = "PORT001",
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

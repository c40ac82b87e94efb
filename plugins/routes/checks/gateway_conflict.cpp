// SPDX-License-Identifier: Apache-2.0
//
// RTE-64: the servers of all Gateways that select a gateway's pods share its ports. The oldest
// comes first; a TLS server that repeats one host of an earlier one is dropped as a whole, and so
// is what asks for a port that is taken for plaintext. Where both stay and match the same, Envoy
// refuses the listener.

#include "common/istio/gateway_conflicts.h"
#include "plugins/routes/checks.h"

namespace mesh::routes {
namespace {

using istio::ConflictKind;
using istio::ServerConflict;

FieldPath field_of(const ServerConflict& conflict) {
  const FieldPath server = conflict.lost.path();
  switch (conflict.kind) {
    case ConflictKind::SameHost:
    case ConflictKind::SameMatch:
      return server.with("hosts", conflict.host);
    case ConflictKind::PlainPort:
      return server.with("port", "number");
    case ConflictKind::PortName:
      break;
  }
  return server;
}

std::string name_of(const istio::ServerRef& server, const Gateway& speaker) {
  return server.gateway == &speaker ? fmt::format("servers[{}]", server.index)
                                    : fmt::format("servers[{}] of gateway {}", server.index,
                                                  server.gateway->ref.qualified_name());
}

std::string message_of(const ServerConflict& conflict) {
  const std::string kept = name_of(conflict.kept, *conflict.lost.gateway);
  const std::string dropped =
      fmt::format("this server is dropped, with all its hosts: {}, which comes first, ", kept);
  switch (conflict.kind) {
    case ConflictKind::SameHost:
      return dropped +
             fmt::format("has {} on the same port", conflict.lost.server().hosts[conflict.host]);
    case ConflictKind::PlainPort:
      return dropped + "has the port for plaintext";
    case ConflictKind::PortName:
      break;
    case ConflictKind::SameMatch:
      return fmt::format(
          "Envoy refuses the listener of port {}, because {} matches the same connections: all "
          "that was changed there since has no effect",
          conflict.port, kept);
  }
  return {};
}

std::string_view symptom_of(const ServerConflict& conflict) {
  return conflict.kind == ConflictKind::SameMatch ? "configuration seems ignored"
                                                  : "404 NR or connection reset";
}

std::string remedy_of(const ServerConflict& conflict) {
  const std::string kept = name_of(conflict.kept, *conflict.lost.gateway);
  switch (conflict.kind) {
    case ConflictKind::SameHost:
    case ConflictKind::SameMatch:
      return fmt::format("remove the host from one of both, and bind the VirtualServices to {}",
                         kept);
    case ConflictKind::PlainPort:
      return "give one of both another port";
    case ConflictKind::PortName:
      break;
  }
  return {};
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const ServerConflict& conflict : snapshot.view<istio::GatewayConflicts>().all()) {
    if (conflict.kind == ConflictKind::PortName) {
      continue;  // ROUTE030
    }
    report.add(conflict.lost.gateway->ref, field_of(conflict), "{}", message_of(conflict))
        .symptom("{}", symptom_of(conflict))
        .because(conflict.kept.gateway->ref, conflict.kept.path(), "has port {} and comes first",
                 conflict.kept.server().port->number.value_or(0))
        .remedy("{}", remedy_of(conflict));
  }
}

}  // namespace

constinit const Check kGatewayConflict{
    .info = {.code = "ROUTE024",
             .severity = Severity::Error,
             .title = "Gateways do not claim the same port and host",
             .reads = Kinds{Kind::Gateway, Kind::Service, Kind::Namespace, Kind::ConfigMap} |
                      kPodsAndWorkloads,
             .explain =
                 "All Gateways that select the same gateway pods share their ports; the oldest "
                 "comes first. Plain HTTP servers are put together. A server with `tls` (also one "
                 "that redirects to HTTPS) that repeats a host of an earlier one on the same port "
                 "is dropped as a whole, with its other hosts, its certificate and its "
                 "VirtualServices. So is a server on a port that an earlier one has for plaintext. "
                 "`*.example.com` and `a.example.com` are different hosts. istiod says so in its "
                 "log only.\n\n"
                 "`ns/host` and `host` count as different too, but match the same connections: "
                 "Envoy then refuses the listener, and keeps what it had.\n\n"
                 "Let one server list the host, and bind all VirtualServices to its Gateway.",
             .peers = "IST0145 KIA0301"},
    .run = run,
};

}  // namespace mesh::routes

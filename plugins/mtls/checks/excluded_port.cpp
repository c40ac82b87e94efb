// SPDX-License-Identifier: Apache-2.0
//
// MTLS-8, MTLS-23: clients send mTLS to every port of a labelled pod. A port that is excluded from
// redirection bypasses the proxy, and the application gets TLS that it cannot read.

#include "common/istio/endpoints.h"
#include "common/istio/port_protocol.h"
#include "common/istio/redirection.h"
#include "plugins/mtls/automatic.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/pod_metadata.h"

#include <map>

namespace mesh::mtls {
namespace {

struct ExcludedPort {
  MetadataPlace place;
  istio::Bypass by;
  std::int32_t number = 0;
  const Receiver* receiver = nullptr;
  const Service* service = nullptr;
};

std::string setting_text(const istio::Bypass& by) {
  const std::string_view to = by.lists_what_passes ? "from" : "to";
  return by.is_annotation
             ? fmt::format("{} the annotation", to)
             : fmt::format("{} {} of the mesh, and restart the workload", to, by.setting);
}

void report_port(const ExcludedPort& port, Reporter& report) {
  const bool tcp = istio::is_tcp(istio::protocol_of(*port.receiver->port).protocol);
  report
      .add(
          port.place.object, port.place.field,
          "port {} bypasses the proxy, yet clients with a sidecar send it mTLS, as to all ports of "
          "these pods: the application gets TLS that it cannot read",
          port.number)
      .because(port.service->ref, FieldPath("spec", "ports"), "leads port {} there",
               port.receiver->port->port)
      .symptom("{}", tcp ? "connection reset" : "503 UF or UC")
      .remedy(
          "{} {} {}, or have clients send plaintext there: a DestinationRule for {} whose "
          "portLevelSettings for port {} set tls.mode to DISABLE",
          port.by.lists_what_passes ? "remove" : "add", port.number, setting_text(port.by),
          port.service->ref.text(), port.receiver->port->port);
}

void run(const Snapshot& snapshot, Reporter& report) {
  std::map<std::pair<ObjectRef, std::int32_t>, ExcludedPort> excluded;
  for (const AutomaticFailure* failure :
       snapshot.view<AutomaticFailures>().of(Mismatch::ProxyBypassed)) {
    for (const Receiver& receiver : failure->harmed) {
      const auto number = istio::target_port_in(*receiver.pod, *receiver.port);
      const auto by = number ? istio::inbound_bypass(*receiver.pod, *number) : std::nullopt;
      if (by) {
        const MetadataPlace place = place_of(snapshot, *receiver.pod, *by);
        excluded.try_emplace({place.object, *number},
                             ExcludedPort{place, *by, *number, &receiver, failure->service});
      }
    }
  }
  for (const auto& [place, port] : excluded) {
    report_port(port, report);
  }
}

}  // namespace

constinit const Check kExcludedPort{
    .info = {.code = "MTLS028",
             .severity = Severity::Warning,
             .title = "Ports excluded from redirection do not need mTLS",
             .reads = kClientKinds,
             .explain =
                 "`traffic.sidecar.istio.io/excludeInboundPorts` (or a list of "
                 "`includeInboundPorts` without the port) leads a port's traffic past the proxy. "
                 "Clients do not know that: they send mTLS to every port of a pod with a sidecar, "
                 "and the application gets bytes that it cannot read. PeerAuthentications do not "
                 "hold on such a port.\n\n"
                 "Leave the port to the proxy. If it must be excluded, let clients send plaintext: "
                 "a DestinationRule with `tls.mode: DISABLE` for that port, or the port in "
                 "`excludeOutboundPorts` of every client."},
    .run = run,
};

}  // namespace mesh::mtls

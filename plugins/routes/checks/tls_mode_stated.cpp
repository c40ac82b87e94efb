// SPDX-License-Identifier: Apache-2.0
//
// RTE-65: `mode` of a server's tls block left out means PASSTHROUGH, the first word of its list;
// Istio accepts it beside a credentialName, which is then not used. Plaintext servers have no mode:
// their block is about redirection.

#include "common/base/text.h"
#include "common/istio/port_protocol.h"
#include "plugins/routes/checks.h"
#include "plugins/routes/route_text.h"

namespace mesh::routes {
namespace {

bool lacks_mode(const Server& server) {
  return server.tls && !server.tls->mode && server.port &&
         istio::is_tls(istio::parse_protocol(server.port->protocol));
}

void report_server(const Gateway& gateway, std::size_t index, Reporter& report) {
  const std::string_view credential = credential_named_by(*gateway.servers[index].tls);
  const bool has_credential = !credential.empty();
  report
      .add(gateway.ref, FieldPath("spec", "servers", index, "tls", "mode"),
           "mode is not stated, which means PASSTHROUGH: TLS is handed on as it is{}",
           has_credential ? fmt::format(", and credentialName {} is not used", credential) : "")
      .symptom("{}", has_credential ? "connection reset, or another certificate" : "")
      .remedy("{}", has_credential
                        ? "set mode to SIMPLE, or to PASSTHROUGH and remove the credential"
                        : "set mode to PASSTHROUGH if that is meant, or to SIMPLE with "
                          "a credentialName");
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Gateway& gateway : snapshot.all<Gateway>()) {
    for (std::size_t i = 0; i < gateway.servers.size(); ++i) {
      if (lacks_mode(gateway.servers[i])) {
        report_server(gateway, i, report);
      }
    }
  }
}

}  // namespace

constinit const Check kTlsModeStated{
    .info = {.code = "ROUTE026",
             .severity = Severity::Warning,
             .title = "TLS mode is stated",
             .reads = Kinds{Kind::Gateway},
             .explain =
                 "A `tls` block of a Gateway's server without `mode` means PASSTHROUGH: the "
                 "gateway does not end TLS, but hands the bytes on to where `tls` rules with "
                 "`sniHosts` send them. A `credentialName` beside it is ignored without a word, "
                 "and `http` rules have no effect.\n\n"
                 "Write `mode: SIMPLE` (or MUTUAL) if the gateway is to present the certificate, "
                 "and `mode: PASSTHROUGH` if it is not."},
    .run = run,
};

}  // namespace mesh::routes

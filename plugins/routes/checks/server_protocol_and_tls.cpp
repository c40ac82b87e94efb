// SPDX-License-Identifier: Apache-2.0
//
// RTE-65, Istio's own validation: a server of protocol HTTPS or TLS says in `tls` how its
// certificate is found; HTTP and the others are plaintext. Istio rejects what does not fit. A tls
// block without mode is accepted and means PASSTHROUGH: that is ROUTE026.

#include "common/istio/validate.h"
#include "plugins/routes/checks.h"

namespace mesh::routes {
namespace {

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Gateway& gateway : snapshot.all<Gateway>()) {
    for (std::size_t i = 0; i < gateway.servers.size(); ++i) {
      const FieldPath path("spec", "servers", i);
      for (istio::Violation& violation :
           istio::validate_server_protocol(gateway.servers[i], path)) {
        report
            .add(gateway.ref, std::move(violation.field), "{}: Istio rejects this Gateway",
                 violation.message)
            .remedy("{}", violation.remedy);
      }
    }
  }
}

}  // namespace

constinit const Check kServerProtocolAndTls{
    .info =
        {.code = "ROUTE025",
         .severity = Severity::Error,
         .title = "Server protocol and TLS settings fit",
         .reads = Kinds{Kind::Gateway},
         .explain =
             "`port.protocol` says what clients speak to this server of a Gateway, `tls` what is "
             "done "
             "about encryption:\n\n"
             "- HTTPS and TLS need a `tls` block. Mode SIMPLE needs a certificate "
             "(`credentialName`, or files), MUTUAL also a CA for the clients; PASSTHROUGH and "
             "ISTIO_MUTUAL need neither.\n"
             "- HTTP, HTTP2 and GRPC are plaintext: `tls` may say `httpsRedirect: true` and "
             "nothing "
             "else.\n"
             "- TCP, MONGO and the like take no `tls`.\n\n"
             "Istio rejects a Gateway that breaks this, as a whole: all its servers are missing.",
         .peers = "IST0106"},
    .run = run,
};

}  // namespace mesh::routes

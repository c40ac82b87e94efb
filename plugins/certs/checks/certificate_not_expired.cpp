// SPDX-License-Identifier: Apache-2.0
//
// CRT-10: istiod serves an expired certificate all the same; clients refuse it.

#include "plugins/certs/checks.h"

namespace mesh::certs {
namespace {

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Secret& secret : snapshot.all<Secret>()) {
    const SecretEntry* entry = secret.find("tls.crt");
    if (entry == nullptr || entry->pem.certificates.empty()) {
      continue;
    }
    const Certificate& leaf = entry->pem.certificates.front();
    if (leaf.not_after < report.now()) {
      report
          .add(secret.ref, FieldPath(secret.section_of(*entry), "tls.crt"),
               "the certificate expired on {}: clients refuse the connection", format_date(leaf.not_after))
          .remedy("renew the certificate and replace the Secret");
    }
  }
}

}  // namespace

constinit const Check kCertificateNotExpired{
    .info = {.code = "CERT004",
             .severity = Severity::Error,
             .title = "Certificates have not expired",
             .reads = Kinds{Kind::Secret},
             .explain = "An expired certificate is still handed to the gateway, and every client "
                        "refuses the handshake. Renew it and replace the Secret; no restart is needed.",
             .peers = "IST0161"},
    .run = run,
};

}  // namespace mesh::certs

// SPDX-License-Identifier: Apache-2.0
//
// CRT-10, CRT-11, CRT-12: istiod serves an expired certificate all the same, and looks at the first
// of a chain only. Clients refuse it, whichever certificate on the way to their root has expired.

#include "common/istio/credential.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"
#include "plugins/certs/used_secrets.h"

#include <algorithm>

namespace mesh::certs {
namespace {

using istio::UsedSecret;

void report_server(const UsedSecret& used, const SecretEntry& entry, Reporter& report) {
  const std::vector<Certificate>& chain = entry.pem.certificates;
  const auto expired = std::find_if(
      chain.begin(), chain.end(),
      [&](const Certificate& certificate) { return certificate.not_after < report.now(); });
  if (expired == chain.end()) {
    return;
  }
  const auto index = static_cast<std::size_t>(expired - chain.begin());
  Finding& finding = report.add(
      used.secret->ref, path_of(*used.secret, entry), "{} expired on {}: {} refuse the connection",
      name_of(chain, index), format_date(expired->not_after),
      index == 0 ? "clients" : "clients that verify the server through it");
  finding.symptom("certificate has expired")
      .remedy("renew the certificate, and replace it in the Secret");
  add_uses(used, finding);
}

// A bundle may keep old roots; it is of no use when all have expired.
void report_client_ca(const UsedSecret& used, const SecretEntry& entry, Reporter& report) {
  const std::vector<Certificate>& roots = entry.pem.certificates;
  const auto last = std::max_element(
      roots.begin(), roots.end(),
      [](const Certificate& a, const Certificate& b) { return a.not_after < b.not_after; });
  if (last == roots.end() || last->not_after >= report.now()) {
    return;
  }
  Finding& finding = report.add(used.secret->ref, path_of(*used.secret, entry),
                                "the CA for client certificates expired on {}: the gateway refuses "
                                "every client certificate",
                                format_date(last->not_after));
  finding.symptom("certificate has expired")
      .remedy("renew the CA certificate, and replace it in the Secret");
  add_uses(used, finding);
}

void run(const Snapshot& snapshot, Reporter& report) {
  judge_certificates(snapshot, report, report_server, report_client_ca);
}

}  // namespace

constinit const Check kCertificateNotExpired{
    .info =
        {.code = "CERT004",
         .severity = Severity::Error,
         .title = "Certificates have not expired",
         .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "A gateway presents an expired certificate like any other: istiod writes a line to "
             "its log and hands it out. Every client refuses the handshake, and so it does for "
             "an expired intermediate certificate in the chain.\n\n"
             "Renew the certificate and replace it in the Secret. The gateway takes it up within "
             "seconds, without a restart.",
         .peers = "IST0161"},
    .run = run,
};

}  // namespace mesh::certs

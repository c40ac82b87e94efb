// SPDX-License-Identifier: Apache-2.0
//
// CRT-10: a certificate whose validity begins in the future is served all the same; clients refuse
// it until then.

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
  const auto early = std::find_if(chain.begin(), chain.end(), [&](const Certificate& certificate) {
    return certificate.not_before > report.now();
  });
  if (early == chain.end()) {
    return;
  }
  const auto index = static_cast<std::size_t>(early - chain.begin());
  Finding& finding =
      report.add(used.secret->ref, path_of(*used.secret, entry),
                 "{} is valid only from {} on: until then clients refuse the connection",
                 name_of(chain, index), format_rfc3339(early->not_before));
  finding.symptom("certificate is not yet valid")
      .remedy("use a certificate that is valid now, or correct the clock of the CA that issued it");
  add_uses(used, finding);
}

void report_client_ca(const UsedSecret& used, const SecretEntry& entry, Reporter& report) {
  const std::vector<Certificate>& roots = entry.pem.certificates;
  const auto first = std::min_element(
      roots.begin(), roots.end(),
      [](const Certificate& a, const Certificate& b) { return a.not_before < b.not_before; });
  if (first == roots.end() || first->not_before <= report.now()) {
    return;
  }
  Finding& finding =
      report.add(used.secret->ref, path_of(*used.secret, entry),
                 "the CA for client certificates is valid only from {} on: until then "
                 "the gateway refuses every client certificate",
                 format_rfc3339(first->not_before));
  finding.symptom("certificate is not yet valid").remedy("use a CA certificate that is valid now");
  add_uses(used, finding);
}

void run(const Snapshot& snapshot, Reporter& report) {
  judge_certificates(snapshot, report, report_server, report_client_ca);
}

}  // namespace

constinit const Check kCertificateAlreadyValid{
    .info =
        {.code = "CERT006",
         .severity = Severity::Error,
         .title = "Certificates are already valid",
         .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "A certificate says from when on it is valid. istiod hands it out before that time "
             "too, and every client refuses the handshake. The usual reasons are a certificate "
             "that was made for later, and a CA whose clock is ahead.\n\n"
             "Use a certificate that is valid now.",
         .peers = "IST0161"},
    .run = run,
};

}  // namespace mesh::certs

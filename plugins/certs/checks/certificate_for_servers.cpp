// SPDX-License-Identifier: Apache-2.0
//
// CRT-11, CRT-12: neither istiod nor Envoy looks at the extended key usage of the certificate that
// a gateway presents. Clients do: one that is for clients only is of no use to a server.

#include "common/istio/credential.h"
#include "common/load/x509_details.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"
#include "plugins/certs/used_secrets.h"

namespace mesh::certs {
namespace {

void judge(const istio::UsedSecret& used, const SecretEntry& entry, Reporter& report) {
  const std::vector<Certificate>& chain = entry.pem.certificates;
  if (chain.empty() || load::details_of(chain.front()).serves_tls ||
      istio::is_reversed(istio::key_pair_of(*used.secret))) {
    return;
  }
  Finding& finding = report.add(
      used.secret->ref, path_of(*used.secret, entry),
      "the certificate may not be used by servers (its extended key usage lacks serverAuth): "
      "clients refuse the connection");
  finding.symptom("unsupported certificate purpose")
      .remedy("have the certificate issued with the extended key usage serverAuth");
  add_uses(used, finding);
}

void run(const Snapshot& snapshot, Reporter& report) {
  judge_server_certificates(snapshot, report, judge);
}

}  // namespace

constinit const Check kCertificateForServers{
    .info = {.code = "CERT015",
             .severity = Severity::Warning,
             .title = "Leaf is a server certificate",
             .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
             .explain =
                 "A certificate may say what it is for (extended key usage). If it says so, and "
                 "`serverAuth` is not there, as in a certificate made for clients only, clients "
                 "refuse the server that presents it: `unsupported certificate purpose`. The "
                 "gateway itself does not mind.\n\n"
                 "Have the certificate issued for servers; `openssl x509 -in tls.crt -noout -ext "
                 "extendedKeyUsage` shows what it is for."},
    .run = run,
};

}  // namespace mesh::certs

// SPDX-License-Identifier: Apache-2.0
//
// CRT-2: of a Secret with two pairs `cert` and `key` are used, and `tls.crt` and `tls.key` are not.
// Whoever renews the latter, as cert-manager does, changes nothing.

#include "common/istio/credential.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"
#include "plugins/certs/used_secrets.h"

namespace mesh::certs {
namespace {

// The certificate that would count without the one that does; nullptr if there is none.
const SecretEntry* unused_certificate(const Secret& secret, const SecretEntry& used) {
  const SecretEntry* other = secret.find("tls.crt");
  const bool is_pair = other != &used && secret.find("tls.key") != nullptr;
  return is_pair && other != nullptr && !other->pem.certificates.empty() ? other : nullptr;
}

void judge(const istio::UsedSecret& used, const SecretEntry& entry, Reporter& report) {
  const SecretEntry* unused = unused_certificate(*used.secret, entry);
  if (unused == nullptr || entry.pem.certificates.empty()) {
    return;
  }
  const Certificate& shown = entry.pem.certificates.front();
  const Certificate& hidden = unused->pem.certificates.front();
  if (shown.not_before >= hidden.not_before) {
    return;
  }
  Finding& finding = report.add(
      used.secret->ref, path_of(*used.secret, *unused),
      "{}, valid until {}, is not used: the gateway presents the older certificate in {}, valid "
      "until {}",
      unused->key, format_date(hidden.not_after), entry.key, format_date(shown.not_after));
  finding.symptom("old certificate is served").remedy("remove cert and key from the Secret");
  add_uses(used, finding);
}

void run(const Snapshot& snapshot, Reporter& report) {
  judge_server_certificates(snapshot, report, judge);
}

}  // namespace

constinit const Check kOneCertificate{
    .info = {.code = "CERT013",
             .severity = Severity::Warning,
             .title = "Secret does not hold two certificates of different age",
             .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
             .explain =
                 "A Secret may hold a certificate and its key under `cert` and `key`, or under "
                 "`tls.crt` and `tls.key`. If it has both, Istio takes the former, whatever the "
                 "Secret's type. Tools that renew certificates write the latter, so that a pair "
                 "left over from earlier days goes on being served until it expires.\n\n"
                 "Remove `cert` and `key` from the Secret."},
    .run = run,
};

}  // namespace mesh::certs

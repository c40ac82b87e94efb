// SPDX-License-Identifier: Apache-2.0
//
// CRT-11: istiod does not compare the key with the certificate. Envoy does: it refuses the update
// and keeps what it had, or nothing after a restart. A key that belongs to another certificate of
// the chain tells of a wrong order, not of a wrong key.

#include "common/istio/credential.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"
#include "plugins/certs/used_secrets.h"

namespace mesh::certs {
namespace {

void judge(const istio::UsedSecret& used, Reporter& report) {
  const Secret& secret = *used.secret;
  const istio::KeyPair pair = istio::key_pair_of(secret);
  if (used.role != istio::CredentialRole::ServerCertificate || !pair ||
      !istio::is_mismatched(pair)) {
    return;
  }
  Finding& finding = report.add(
      secret.ref, path_of(secret, *pair.key),
      "the private key does not belong to the certificate in {}: the gateway refuses the Secret, "
      "and TLS handshakes are reset",
      pair.certificate->key);
  finding.symptom("connection reset")
      .remedy("replace {} by the key that the certificate was made for, or both by a new pair",
              pair.key->key);
  add_uses(used, finding);
}

void run(const Snapshot& snapshot, Reporter& report) {
  judge_used_secrets(snapshot, report, judge);
}

}  // namespace

constinit const Check kKeyBelongsToCertificate{
    .info =
        {.code = "CERT007",
         .severity = Severity::Error,
         .title = "Key belongs to certificate",
         .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "A certificate and its private key are made as a pair. If the Secret holds the key "
             "of another certificate (often the old key beside the renewed certificate), the "
             "gateway's Envoy refuses it. A running gateway keeps the previous pair, so that the "
             "fault shows only after its next restart, when every TLS handshake is reset.\n\n"
             "Compare `openssl x509 -in tls.crt -noout -pubkey` with `openssl pkey -in tls.key "
             "-pubout`: they must be equal. `kubectl create secret tls` refuses a wrong pair."},
    .run = run,
};

}  // namespace mesh::certs

// SPDX-License-Identifier: Apache-2.0
//
// CRT-12: Envoy takes server certificates with RSA keys of 2048 bits or more and with EC keys on
// P-256, P-384 and P-521 (before Envoy 1.33, Istio 1.25: on P-256 only), and refuses the whole
// Secret otherwise. It looks at the first certificate of the chain alone. Its TLS library knows no
// DSA.

#include "common/istio/credential.h"
#include "common/load/x509_details.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"
#include "plugins/certs/used_secrets.h"

#include <algorithm>
#include <array>

namespace mesh::certs {
namespace {

constexpr int kLeastRsaBits = 2048;
constexpr std::array<std::string_view, 3> kCurves{"prime256v1", "secp384r1", "secp521r1"};

// "RSA with 1024 bits": what Envoy refuses; empty if it takes the key.
std::string refused_key(const Certificate& certificate) {
  if (certificate.key_algorithm == "RSA" && certificate.key_bits < kLeastRsaBits) {
    return fmt::format("RSA with {} bits", certificate.key_bits);
  }
  if (certificate.key_algorithm == "EC") {
    const std::string curve = load::details_of(certificate).curve;
    if (std::find(kCurves.begin(), kCurves.end(), curve) == kCurves.end()) {
      return fmt::format("EC on {}", curve.empty() ? "a curve of its own" : "the curve " + curve);
    }
  }
  return certificate.key_algorithm == "DSA" ? "DSA" : std::string();
}

void judge(const istio::UsedSecret& used, const SecretEntry& entry, Reporter& report) {
  const std::vector<Certificate>& chain = entry.pem.certificates;
  const std::string refused = chain.empty() ? std::string() : refused_key(chain.front());
  if (refused.empty() || istio::is_reversed(istio::key_pair_of(*used.secret))) {
    return;
  }
  Finding& finding =
      report.add(used.secret->ref, path_of(*used.secret, entry),
                 "the certificate's key is {}: the gateway refuses the Secret, and TLS handshakes "
                 "are reset",
                 refused);
  finding.symptom("connection reset")
      .remedy("replace key and certificate: RSA with 2048 bits or more, or EC on P-256");
  add_uses(used, finding);
}

void run(const Snapshot& snapshot, Reporter& report) {
  judge_server_certificates(snapshot, report, judge);
}

}  // namespace

constinit const Check kCertificateKeyStrength{
    .info =
        {.code = "CERT010",
         .severity = Severity::Error,
         .title = "Key is strong enough for Envoy",
         .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "Envoy refuses server certificates with RSA keys below 2048 bits, with EC keys on "
             "other curves than P-256, P-384 and P-521, and with DSA keys. (Before Istio 1.25 it "
             "refused P-384 and P-521 too.) istiod hands them out all the same, so that nothing "
             "shows it but reset connections, and a line in the log of istiod.\n\n"
             "Make a new key, and have a certificate issued for it: `openssl req -new -newkey "
             "rsa:2048 -nodes -keyout tls.key -out request.csr`."},
    .run = run,
};

}  // namespace mesh::certs

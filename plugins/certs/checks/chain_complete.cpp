// SPDX-License-Identifier: Apache-2.0
//
// CRT-11, CRT-12: the server's own certificate comes first, and behind each the one that issued it.
// istiod does not look; Envoy compares its key with the first one only, and refuses a chain that
// begins with another. Whether the last one's issuer is a root that clients know cannot be seen,
// unless it is held as an intermediate somewhere, or a public CA issued the first one: those never
// issue from a root.

#include "common/istio/certificate_chain.h"
#include "common/istio/credential.h"
#include "common/load/x509_details.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"
#include "plugins/certs/known_issuers.h"
#include "plugins/certs/used_secrets.h"

#include <algorithm>

namespace mesh::certs {
namespace {

using Chain = std::vector<Certificate>;

void report_reversed(const istio::UsedSecret& used, const istio::KeyPair& pair, Reporter& report) {
  const Chain& chain = pair.certificate->pem.certificates;
  const auto own = std::find_if(chain.begin(), chain.end(), [&](const Certificate& certificate) {
    return certificate.public_key == pair.key->pem.public_key;
  });
  Finding& finding = report.add(
      used.secret->ref, path_of(*used.secret, *pair.certificate),
      "the chain is in the wrong order: it begins with {}, and the key belongs to {}: the gateway "
      "refuses the Secret, and TLS handshakes are reset",
      chain.front().subject, name_of(chain, static_cast<std::size_t>(own - chain.begin())));
  finding.symptom("connection reset")
      .remedy("put {} first, then the certificate that issued it, and so on", own->subject);
  add_uses(used, finding);
}

// The chain stops behind `chain[last]`, whose issuer clients do not know.
Finding& report_gap(const istio::UsedSecret& used, const SecretEntry& entry, std::size_t last,
                    std::string_view cause, Reporter& report) {
  const Chain& chain = entry.pem.certificates;
  Finding& finding =
      report.add(used.secret->ref, path_of(*used.secret, entry),
                 "the chain is broken: {} was issued by {}, {}: clients cannot verify the server",
                 name_of(chain, last), chain[last].issuer, cause);
  return finding.symptom("unable to get local issuer certificate");
}

void report_broken(const istio::UsedSecret& used, const SecretEntry& entry, std::size_t link,
                   Reporter& report) {
  const Chain& chain = entry.pem.certificates;
  const std::string& issuer = chain[link].issuer;
  const bool is_there = istio::find_subject(chain, issuer) != nullptr;
  const std::string cause =
      fmt::format("{}, and is followed by {}",
                  is_there ? "which stands elsewhere in the chain" : "which is not in the chain",
                  chain[link + 1].subject);
  Finding& finding = report_gap(used, entry, link, cause, report);
  finding.remedy("put {} right behind {}{}", issuer, chain[link].subject,
                 is_there ? "" : ", and remove what did not issue it");
  add_uses(used, finding);
}

void check_end(const istio::UsedSecret& used, const SecretEntry& entry, const KnownIssuers& issuers,
               Reporter& report) {
  const Chain& chain = entry.pem.certificates;
  const Certificate& last = chain.back();
  if (last.self_signed) {
    return;
  }
  const HeldCertificate* held = issuers.find_intermediate(last.issuer);
  const bool is_from_public_ca =
      chain.size() == 1 && !issuers.is_root(last.issuer) && load::details_of(last).publicly_logged;
  if (held == nullptr && !is_from_public_ca) {
    return;
  }
  Finding& finding = report_gap(used, entry, chain.size() - 1,
                                "an intermediate CA whose certificate is not in the chain", report);
  if (held != nullptr) {
    finding.because(held->secret->ref, path_of(*held->secret, *held->entry), "holds {}",
                    last.issuer);
  }
  finding.remedy("append the certificate of {} to {}", last.issuer, entry.key);
  add_uses(used, finding);
}

void judge(const istio::UsedSecret& used, const KnownIssuers& issuers, Reporter& report) {
  const istio::KeyPair pair = istio::key_pair_of(*used.secret);
  if (used.role != istio::CredentialRole::ServerCertificate || !pair ||
      pair.certificate->pem.certificates.empty() || !pair.certificate->pem.error.empty() ||
      istio::is_mismatched(pair)) {
    return;
  }
  const auto link = istio::broken_link(pair.certificate->pem.certificates);
  if (istio::is_reversed(pair)) {
    report_reversed(used, pair, report);
  } else if (link) {
    report_broken(used, *pair.certificate, *link, report);
  } else {
    check_end(used, *pair.certificate, issuers, report);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const KnownIssuers issuers(snapshot);
  const auto credentials = istio::gateway_credentials(snapshot);
  note_unseen_secrets(snapshot, credentials, report);
  for (const istio::UsedSecret& used : istio::used_secrets(credentials)) {
    judge(used, issuers, report);
  }
}

}  // namespace

constinit const Check kChainComplete{
    .info =
        {.code = "CERT009",
         .severity = Severity::Error,
         .title = "Chain is complete and in order",
         .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "A gateway presents the certificates of its Secret as they stand there: its own "
             "first, behind it the one that issued it, and so on; the root may be left out, since "
             "clients have it. If another one comes first, the key does not fit to it, and the "
             "gateway's Envoy refuses the Secret: TLS handshakes are reset. If an intermediate "
             "certificate is missing, clients that have not met it elsewhere report `unable to get "
             "local issuer certificate`; browsers often know it, which hides the fault.\n\n"
             "Write the chain file of your CA (`fullchain.pem`) into the Secret. `openssl s_client "
             "-connect HOST:443 -servername HOST -showcerts` shows what clients get."},
    .run = run,
};

}  // namespace mesh::certs

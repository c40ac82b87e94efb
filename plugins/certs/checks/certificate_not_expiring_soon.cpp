// SPDX-License-Identifier: Apache-2.0
//
// CRT-10: nothing in Istio warns before a gateway's certificate expires. `--min-days` says how soon
// is too soon; what has expired already is CERT004's.

#include "common/base/text.h"
#include "common/istio/credential.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"
#include "plugins/certs/used_secrets.h"

#include <algorithm>

namespace mesh::certs {
namespace {

using istio::UsedSecret;

bool expires_before(const Certificate& a, const Certificate& b) {
  return a.not_after < b.not_after;
}

// The certificate whose expiry is the first to hurt: any of a chain, the last one of a CA bundle.
std::vector<Certificate>::const_iterator decisive(const UsedSecret& used,
                                                  const std::vector<Certificate>& certificates) {
  return used.role == istio::CredentialRole::ClientCa
             ? std::max_element(certificates.begin(), certificates.end(), expires_before)
             : std::min_element(certificates.begin(), certificates.end(), expires_before);
}

std::string in_days(Time now, Time until) {
  const long days = days_between(now, until);
  return days == 0 ? "within a day" : "in " + count_of(static_cast<std::size_t>(days), "day");
}

void judge(const UsedSecret& used, const SecretEntry& entry, Reporter& report) {
  const std::vector<Certificate>& chain = entry.pem.certificates;
  const auto certificate = decisive(used, chain);
  const Time limit = report.now() + std::chrono::hours(24) * report.settings().min_days;
  if (certificate == chain.end() || certificate->not_after < report.now() ||
      certificate->not_after >= limit) {
    return;
  }
  const bool is_ca = used.role == istio::CredentialRole::ClientCa;
  const auto index = static_cast<std::size_t>(certificate - chain.begin());
  Finding& finding = report.add(
      used.secret->ref, path_of(*used.secret, entry), "{} expires {}, on {}: then {}",
      is_ca ? "the CA for client certificates" : name_of(chain, index),
      in_days(report.now(), certificate->not_after), format_date(certificate->not_after),
      is_ca ? "the gateway refuses every client certificate" : "clients refuse the connection");
  finding.remedy("renew the certificate, and replace it in the Secret");
  add_uses(used, finding);
}

void run(const Snapshot& snapshot, Reporter& report) {
  judge_certificates(snapshot, report, judge, judge);
}

}  // namespace

constinit const Check kCertificateNotExpiringSoon{
    .info =
        {.code = "CERT005",
         .severity = Severity::Warning,
         .title = "Certificates do not expire soon",
         .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "Istio does not warn before a gateway's certificate expires, and goes on serving it "
             "afterwards, while clients refuse it. This check warns some days ahead: 30, or as "
             "many as `--min-days` says. It looks at the whole chain, and at the CA that client "
             "certificates are checked against.\n\n"
             "Renew the certificate and replace it in the Secret; the gateway needs no restart. "
             "If cert-manager should have done so, look at its Certificate."},
    .run = run,
};

}  // namespace mesh::certs

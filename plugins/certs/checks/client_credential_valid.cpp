// SPDX-License-Identifier: Apache-2.0
//
// MTLS-33, CRT-2, CRT-7: a DestinationRule's credentialName names the Secret with which proxies go
// to a server: for MUTUAL their certificate and key. Envoy refuses what it cannot use, as it does
// for servers, and has no certificate then.

#include "common/base/text.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/client_credentials.h"
#include "plugins/certs/describe.h"

namespace mesh::certs {
namespace {

// What is wrong with the pair; empty if nothing is.
std::string fault_of(const Secret& secret, Time now) {
  const istio::KeyPair pair = istio::key_pair_of(secret);
  if (!pair) {
    return "has no certificate and key (tls.crt and tls.key)";
  }
  const PemData& certificate = pair.certificate->pem;
  const PemData& key = pair.key->pem;
  if (!certificate.error.empty() || certificate.certificates.empty()) {
    return fmt::format("has a certificate that cannot be read ({})", pair.certificate->key);
  }
  if (!key.has_private_key || !key.key_error.empty()) {
    return fmt::format("has a key that cannot be read ({})", pair.key->key);
  }
  if (istio::is_mismatched(pair) || istio::is_reversed(pair)) {
    return "has a key that does not belong to its first certificate";
  }
  const Time end = certificate.certificates.front().not_after;
  return end < now ? fmt::format("has a certificate that expired on {}", format_date(end))
                   : std::string();
}

std::string_view symptom_of(const ClientCredential& credential) {
  return credential.settings->effective_mode() == ClientTlsMode::MUTUAL ? "503 UF" : "503";
}

void report_missing(const ClientCredential& credential, Reporter& report) {
  const std::vector<std::string> namespaces(credential.namespaces.begin(),
                                            credential.namespaces.end());
  report
      .add(credential.rule->ref, credential.field,
           "there is no Secret \"{}\" in {}, where the proxies look for it: TLS to {} fails",
           credential.name.name, list_of(namespaces), credential.rule->host)
      .symptom("{}", symptom_of(credential))
      .remedy("create the Secret in namespace {}", namespaces.front());
}

void judge(const Snapshot& snapshot, const ClientCredential& credential, Reporter& report) {
  bool is_missing = !credential.namespaces.empty();
  for (const std::string_view ns : credential.namespaces) {
    const Secret* secret = snapshot.find<Secret>(ns, credential.name.name);
    const std::string ca_name = std::string(credential.name.name) + "-cacert";
    is_missing = is_missing && secret == nullptr && snapshot.find<Secret>(ns, ca_name) == nullptr &&
                 report.can_tell(snapshot, Kind::Secret, ns);
    if (secret == nullptr || credential.settings->effective_mode() != ClientTlsMode::MUTUAL) {
      continue;
    }
    const std::string fault = fault_of(*secret, report.now());
    if (!fault.empty()) {
      report
          .add(credential.rule->ref, credential.field, "{} {}: TLS to {} fails", secret->ref.text(),
               fault, credential.rule->host)
          .symptom("{}", symptom_of(credential))
          .because(secret->ref, FieldPath(secret->data.entries.empty() ? "stringData" : "data"),
                   "{}", fault)
          .remedy("replace certificate and key in {}", secret->ref.text());
    }
  }
  if (is_missing) {
    report_missing(credential, report);
  }
}

bool is_used(const ClientCredential& credential) {
  const ClientTlsMode mode = credential.settings->effective_mode();
  return credential.name.store == CredentialName::Store::Secret && credential.name.ns.empty() &&
         (mode == ClientTlsMode::SIMPLE || mode == ClientTlsMode::MUTUAL);
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const ClientCredential& credential : client_credentials(snapshot)) {
    if (is_used(credential)) {
      judge(snapshot, credential, report);
    }
  }
}

}  // namespace

constinit const Check kClientCredentialValid{
    .info =
        {.code = "CERT017",
         .severity = Severity::Error,
         .title = "DestinationRule client credential is valid",
         .reads = Kinds{Kind::DestinationRule, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "`credentialName` in the tls block of a DestinationRule names the Secret with which "
             "proxies go to the server; for mode MUTUAL it holds their certificate and key. "
             "Gateways look for it in the namespace where their pods run, sidecars in that of the "
             "rule, and only if the rule has a `workloadSelector`. If it is missing, or cannot be "
             "used, they have no certificate to show, and the connection fails.\n\n"
             "Create the Secret where the proxies run: `kubectl create secret generic NAME -n "
             "NAMESPACE --from-file=tls.crt=FILE --from-file=tls.key=FILE "
             "--from-file=ca.crt=FILE`."},
    .run = run,
};

}  // namespace mesh::certs

// SPDX-License-Identifier: Apache-2.0
//
// CRT-10, CRT-11: istiod looks at the first certificate only, and hands out even what it cannot
// read. Envoy then refuses the whole Secret: certificates that are not PEM, a broken one further
// down the chain, a key that is encrypted or no key at all.

#include "common/istio/credential.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"
#include "plugins/certs/used_secrets.h"

namespace mesh::certs {
namespace {

using istio::UsedSecret;

constexpr std::string_view kNotBase64 = "it is not base64";

// Why the entry's certificates cannot be used; empty if they can.
std::string_view certificate_fault(const PemData& pem) {
  if (pem.certificates.empty() && pem.error.empty()) {
    return "it holds a private key, not a certificate";
  }
  return pem.error;
}

// The same of the entry's private key.
std::string_view key_fault(const PemData& pem) {
  if (pem.has_private_key) {
    return pem.key_error;
  }
  if (!pem.certificates.empty()) {
    return "it holds a certificate, not a private key";
  }
  return pem.error == "it holds no certificate" ? "it holds no private key"
                                                : std::string_view(pem.error);
}

std::string_view remedy_for(std::string_view fault) {
  if (fault == kNotBase64) {
    return "encode the value in base64, or put the plain PEM text under stringData";
  }
  if (fault.find("encoded once too often") != std::string_view::npos) {
    return "put the PEM text itself under stringData, or encode it in base64 once under data";
  }
  if (fault.find("encrypted") != std::string_view::npos) {
    return "decrypt the key before storing it: openssl pkey -in FILE -out FILE";
  }
  return "create the Secret anew from PEM files: kubectl create secret tls NAME --cert=FILE "
         "--key=FILE";
}

void report_fault(const UsedSecret& used, const SecretEntry& entry, std::string_view what,
                  std::string_view fault, Reporter& report) {
  const std::string_view effect =
      fault == kNotBase64 ? "the API server does not accept the Secret"
      : used.role == istio::CredentialRole::ClientCa
          ? "the gateway cannot check clients, and every TLS handshake is reset"
          : "the gateway refuses the Secret, and every TLS handshake is reset";
  Finding& finding = report.add(used.secret->ref, path_of(*used.secret, entry),
                                "{} cannot be used, because {}: {}", what, fault, effect);
  finding.symptom("connection reset").remedy("{}", remedy_for(fault));
  add_uses(used, finding);
}

void report_swapped(const UsedSecret& used, const istio::KeyPair& pair, Reporter& report) {
  Finding& finding =
      report.add(used.secret->ref, path_of(*used.secret, *pair.certificate),
                 "{} holds the private key and {} the certificate: they are swapped, the gateway "
                 "refuses the Secret, and every TLS handshake is reset",
                 pair.certificate->key, pair.key->key);
  finding.symptom("connection reset").remedy("exchange the two values");
  add_uses(used, finding);
}

void judge_pair(const UsedSecret& used, const istio::KeyPair& pair, Reporter& report) {
  const PemData& certificate = pair.certificate->pem;
  const PemData& key = pair.key->pem;
  const std::string_view of_certificate = certificate_fault(certificate);
  const std::string_view of_key = key_fault(key);
  if (certificate.certificates.empty() && certificate.has_private_key && !key.has_private_key &&
      !key.certificates.empty()) {
    report_swapped(used, pair, report);
  } else if (!of_certificate.empty() && of_certificate == of_key) {
    report_fault(used, *pair.certificate,
                 fmt::format("{}, like {},", pair.certificate->key, pair.key->key), of_certificate,
                 report);
  } else {
    if (!of_certificate.empty()) {
      report_fault(used, *pair.certificate, pair.certificate->key, of_certificate, report);
    }
    if (!of_key.empty()) {
      report_fault(used, *pair.key, pair.key->key, of_key, report);
    }
  }
}

// Of a CA bundle one good certificate is enough.
void judge_client_ca(const UsedSecret& used, Reporter& report) {
  const SecretEntry* entry = istio::client_ca_of(*used.secret);
  if (entry != nullptr && entry->pem.certificates.empty()) {
    report_fault(used, *entry, entry->key, certificate_fault(entry->pem), report);
  }
}

void judge(const UsedSecret& used, Reporter& report) {
  if (used.role == istio::CredentialRole::ClientCa) {
    judge_client_ca(used, report);
  } else if (const istio::KeyPair pair = istio::key_pair_of(*used.secret)) {
    judge_pair(used, pair, report);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  judge_used_secrets(snapshot, report, judge);
}

}  // namespace

constinit const Check kCertificateParses{
    .info =
        {.code = "CERT003",
         .severity = Severity::Error,
         .title = "Certificates parse",
         .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "istiod passes the Secret of a Gateway on, even if it cannot read what is in it. The "
             "gateway's Envoy refuses it as a whole if a certificate or the key is not PEM, if "
             "any certificate of the chain is broken, if the two entries are swapped, or if the "
             "key is encrypted: there is nobody to ask for its passphrase. Clients see a reset "
             "connection.\n\n"
             "Create the Secret from PEM files with `kubectl create secret tls`, which looks at "
             "both. `openssl x509 -in FILE -noout -text` and `openssl pkey -in FILE -noout` "
             "show whether a file is good.",
         .peers = "IST0161"},
    .run = run,
};

}  // namespace mesh::certs

// SPDX-License-Identifier: Apache-2.0
//
// CRT-2: istiod takes `cert` and `key` from the Secret, or else `tls.crt` and `tls.key`, whatever
// the Secret's type. An empty value counts as missing. Without a pair the gateway gets nothing.

#include "common/base/text.h"
#include "common/istio/credential.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"
#include "plugins/certs/used_secrets.h"

#include <algorithm>

namespace mesh::certs {
namespace {

struct Half {
  std::string_view present;
  std::string_view missing;
};

// One key of a pair without the other.
const Half* half_pair(const Secret& secret) {
  static constexpr Half kHalves[] = {
      {"tls.crt", "tls.key"}, {"tls.key", "tls.crt"}, {"cert", "key"}, {"key", "cert"}};
  const auto at = std::find_if(std::begin(kHalves), std::end(kHalves), [&](const Half& half) {
    return secret.find(half.present) != nullptr && secret.find(half.missing) == nullptr;
  });
  return at == std::end(kHalves) ? nullptr : at;
}

bool has_key(const Secret& secret, std::string_view key) {
  const std::vector<std::string_view> keys = secret.keys();
  return std::binary_search(keys.begin(), keys.end(), key);
}

std::string describe_keys(const Secret& secret) {
  const std::vector<std::string_view> keys = secret.keys();
  if (keys.empty()) {
    return "it is empty";
  }
  if (has_key(secret, "tls.crt") && has_key(secret, "tls.key")) {
    return "its tls.crt and tls.key are empty";
  }
  return fmt::format("its {} {}", keys.size() == 1 ? "only key is" : "keys are",
                     list_of({keys.begin(), keys.end()}));
}

std::string cause(const Secret& secret) {
  const Half* half = half_pair(secret);
  if (half == nullptr) {
    return fmt::format("{}, and Istio reads tls.crt and tls.key", describe_keys(secret));
  }
  return has_key(secret, half->missing)
             ? fmt::format("its {} is empty", half->missing)
             : fmt::format("it has {}, but no {}", half->present, half->missing);
}

bool stands_in_string_data(const Secret& secret, std::string_view key) {
  const std::vector<SecretEntry>& entries = secret.string_data.entries;
  return std::any_of(entries.begin(), entries.end(),
                     [&](const SecretEntry& entry) { return entry.key == key; });
}

FieldPath missing_field(const Secret& secret) {
  const bool plain_only = secret.data.entries.empty() && !secret.string_data.entries.empty();
  const Half* half = half_pair(secret);
  if (half == nullptr) {
    return FieldPath(plain_only ? "stringData" : "data");
  }
  const bool plain = plain_only || stands_in_string_data(secret, half->missing);
  return FieldPath(plain ? "stringData" : "data", half->missing);
}

void judge(const istio::UsedSecret& used, Reporter& report) {
  const Secret& secret = *used.secret;
  if (used.role != istio::CredentialRole::ServerCertificate || istio::key_pair_of(secret)) {
    return;
  }
  Finding& finding = report.add(
      secret.ref, missing_field(secret),
      "{}: the gateway gets no certificate, and every TLS handshake is reset", cause(secret));
  finding.symptom("connection reset");
  finding.remedy("create it anew: kubectl create secret tls {} -n {} --cert=FILE --key=FILE",
                 secret.ref.name, secret.ref.ns);
  add_uses(used, finding);
}

void run(const Snapshot& snapshot, Reporter& report) {
  judge_used_secrets(snapshot, report, judge);
}

}  // namespace

constinit const Check kCredentialHasCertificateAndKey{
    .info =
        {.code = "CERT002",
         .severity = Severity::Error,
         .title = "Credential has a certificate and a key",
         .reads = Kinds{Kind::Gateway, Kind::Secret} | kPodsAndWorkloads,
         .explain =
             "Of a Secret that a Gateway names, istiod takes the entries `cert` and `key`, or "
             "else `tls.crt` and `tls.key`. The Secret's type does not matter, the names of the "
             "entries do: `kubectl create secret generic --from-file=cert.pem` makes an entry "
             "`cert.pem`, which nobody reads. The gateway then has no certificate and resets "
             "every TLS handshake.\n\n"
             "Use `kubectl create secret tls`, or `--from-file=tls.crt=cert.pem "
             "--from-file=tls.key=key.pem`.",
         .peers = "IST0161"},
    .run = run,
};

}  // namespace mesh::certs

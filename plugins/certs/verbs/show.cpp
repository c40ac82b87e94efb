// SPDX-License-Identifier: Apache-2.0
//
// certs show: every certificate in a Secret, and the mesh's root in its ConfigMaps; how long each
// lasts, and who uses it. A row for each certificate of a chain or bundle.

#include "common/cli/show_scope.h"
#include "common/istio/mesh_ca.h"
#include "plugins/certs/certificate_uses.h"
#include "plugins/certs/verbs.h"

#include <algorithm>
#include <array>

namespace mesh::certs {
namespace {

// What may be named.
constexpr Kinds kNamed{Kind::Secret, Kind::ConfigMap};

constexpr std::array kColumns{
    print::Column{.header = "NAMESPACE", .key = "namespace"},
    print::Column{.header = "CERTIFICATE", .key = "certificate"},
    print::Column{.header = "KEY", .key = "key"},
    print::Column{.header = "SUBJECT", .key = "subject"},
    print::Column{.header = "NAMES", .key = "names"},
    print::Column{.header = "EXPIRES", .key = "expires"},
    print::Column{.header = "DAYS LEFT", .key = "daysLeft"},
    print::Column{.header = "USED BY", .key = "usedBy"},
    print::Column{.header = "PROBLEM", .key = "problem", .wide_only = true},
    print::Column{.header = "ISSUER", .key = "issuer", .wide_only = true},
    print::Column{.header = "VALID FROM", .key = "validFrom", .wide_only = true},
    print::Column{.header = "ALGORITHM", .key = "algorithm", .wide_only = true},
    print::Column{.header = "CA", .key = "isCa", .wide_only = true},
    print::Column{.header = "SHA-256", .key = "fingerprint", .wide_only = true},
};

// Keys under which a certificate belongs: what cannot be read there is a row as well.
constexpr std::array<std::string_view, 7> kCertificateKeys{
    "tls.crt", "cert", "ca.crt", "cacert", "ca-cert.pem", "cert-chain.pem", "root-cert.pem"};

std::vector<std::string> names_of(const Certificate& certificate) {
  std::vector<std::string> names = certificate.dns_names;
  names.insert(names.end(), certificate.ip_addresses.begin(), certificate.ip_addresses.end());
  names.insert(names.end(), certificate.uris.begin(), certificate.uris.end());
  return names;
}

std::string problem_of(const Certificate& certificate, Time at) {
  if (certificate.not_after < at) {
    return "expired";
  }
  return certificate.not_before > at ? "not yet valid" : "";
}

class Rows {
 public:
  Rows(const Snapshot& snapshot, Time at) : uses_(snapshot), at_(at) {}

  // The certificates that `holder` has under `key`.
  void add(const Object& holder, std::string_view key, const PemData& pem) {
    for (std::size_t i = 0; i < pem.certificates.size(); ++i) {
      const std::string place = i == 0 ? std::string(key) : fmt::format("{}[{}]", key, i);
      add_certificate(holder, place, pem.certificates[i]);
    }
    const bool belongs_here =
        std::find(kCertificateKeys.begin(), kCertificateKeys.end(), key) != kCertificateKeys.end();
    if (pem.certificates.empty() && belongs_here) {
      add_unreadable(holder, key, pem.error.empty() ? "no certificate" : pem.error);
    }
  }

  // By namespace.
  std::vector<std::vector<print::Cell>> take() {
    std::stable_sort(rows_.begin(), rows_.end(),
                     [](const auto& a, const auto& b) { return a.front() < b.front(); });
    return std::move(rows_);
  }

 private:
  std::vector<print::Cell> head(const Object& holder, std::string_view key) const {
    return {std::string(holder.ref.ns),
            fmt::format("{}/{}", info(holder.ref.kind).singular, holder.ref.name),
            std::string(key)};
  }

  void add_certificate(const Object& holder, std::string_view key, const Certificate& certificate) {
    std::vector<print::Cell> row = head(holder, key);
    const std::vector<print::Cell> rest{
        certificate.subject,
        names_of(certificate),
        format_date(certificate.not_after),
        std::int64_t{days_between(at_, certificate.not_after)},
        uses_.of(holder),
        problem_of(certificate, at_),
        certificate.issuer,
        format_date(certificate.not_before),
        fmt::format("{} {}", certificate.key_algorithm, certificate.key_bits),
        certificate.is_ca,
        certificate.fingerprint};
    row.insert(row.end(), rest.begin(), rest.end());
    rows_.push_back(std::move(row));
  }

  void add_unreadable(const Object& holder, std::string_view key, const std::string& problem) {
    std::vector<print::Cell> row = head(holder, key);
    const std::vector<print::Cell> rest{
        "", std::vector<std::string>(), "", "", uses_.of(holder), problem, "", "", "", false, ""};
    row.insert(row.end(), rest.begin(), rest.end());
    rows_.push_back(std::move(row));
  }

  CertificateUses uses_;
  Time at_;
  std::vector<std::vector<print::Cell>> rows_;
};

cli::Outcome run(const cli::Question& question) {
  const Snapshot& snapshot = question.snapshot;
  const cli::ShowScope scope(question, kNamed);
  Rows rows(snapshot, now());
  for (const Secret& secret : snapshot.all<Secret>()) {
    for (const std::string_view key :
         scope.shows(secret) ? secret.keys() : std::vector<std::string_view>()) {
      if (const SecretEntry* entry = secret.find(key)) {
        rows.add(secret, key, entry->pem);
      }
    }
  }
  for (const ConfigMap* root : istio::root_config_maps(snapshot)) {
    if (scope.shows(*root) && root->data.root_certificate) {
      rows.add(*root, istio::kRootKey, *root->data.root_certificate);
    }
  }
  return print::StateTable{.columns = {kColumns.begin(), kColumns.end()},
                           .rows = rows.take(),
                           .not_checked = {},
                           .graph = {}};
}

constexpr std::array kExamples{
    cli::Example{"show -A", "all certificates of the mesh"},
    cli::Example{"show -n istio-system secret/shop-cert -o wide", "one, with its names and issuer"},
};

}  // namespace

constinit const cli::Verb kShow{
    .info = {.name = "show",
             .arguments = "[TYPE/NAME ...]",
             .summary = "every certificate, how long it lasts, and who uses it",
             .outputs = "text wide json",
             .examples = kExamples,
             .names = kNamed},
    .reads = kPodsAndWorkloads |
             Kinds{Kind::Secret, Kind::ConfigMap, Kind::Gateway, Kind::DestinationRule},
    .run = run};

}  // namespace mesh::certs

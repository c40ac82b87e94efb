// SPDX-License-Identifier: Apache-2.0
//
// CRT-20, CRT-22, CRT-23: istiod signs workload certificates with the CA of Secret cacerts or
// istio-ca-secret. When that, its chain or its root expires, no proxy gets a certificate any more,
// and those that have one lose it within a day. istiod renews a CA it made itself, years ahead.

#include "common/base/text.h"
#include "common/istio/mesh_ca.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/describe.h"
#include "plugins/certs/mesh_objects.h"

#include <algorithm>

namespace mesh::certs {
namespace {

using istio::MeshCa;

// A certificate that the CA cannot do without.
struct Needed {
  const SecretEntry* entry = nullptr;
  const Certificate* certificate = nullptr;
};

// The signing certificate, all of the chain, and of a bundle of roots the one that lasts longest.
std::vector<Needed> needed_certificates(const MeshCa& ca) {
  std::vector<Needed> needed{{ca.certificate, &ca.certificate->pem.certificates.front()}};
  if (ca.chain != nullptr && ca.chain != ca.certificate) {
    for (const Certificate& certificate : ca.chain->pem.certificates) {
      needed.push_back({ca.chain, &certificate});
    }
  }
  if (ca.root != nullptr && !ca.root->pem.certificates.empty()) {
    const std::vector<Certificate>& roots = ca.root->pem.certificates;
    needed.push_back({ca.root, &*std::max_element(roots.begin(), roots.end(),
                                                  [](const Certificate& a, const Certificate& b) {
                                                    return a.not_after < b.not_after;
                                                  })});
  }
  return needed;
}

std::string_view remedy_for(const MeshCa& ca) {
  return ca.self_signed
             ? "restart istiod, which renews its own CA, and look into its log for why it did not"
             : "renew the CA under the same root, replace it in the Secret, and look into istiod's "
               "log";
}

Finding& add(const MeshCa& ca, FieldPath field, Reporter& report, const std::string& message) {
  return report.add(ca.secret->ref, std::move(field), "{}", message).whole_mesh();
}

void report_missing(const MeshCa& ca, Reporter& report) {
  const std::vector<std::string> keys(ca.missing.begin(), ca.missing.end());
  const std::string_view section = ca.secret->data.entries.empty() ? "stringData" : "data";
  add(ca, FieldPath(section, keys.front()), report,
      fmt::format("the mesh CA lacks {}: istiod does not start with a part of a CA",
                  join_and(keys)))
      .remedy("complete the Secret with {}, or delete it to let istiod make a CA of its own",
              join_and(keys));
}

void report_unreadable(const MeshCa& ca, Reporter& report) {
  const std::string_view key = ca.certificate != nullptr               ? ca.certificate->key
                               : ca.secret->find("tls.key") != nullptr ? "tls.crt"
                                                                       : "ca-cert.pem";
  const std::string_view why = ca.certificate == nullptr ? "it is missing or empty"
                               : ca.certificate->pem.error.empty()
                                   ? "it holds no certificate"
                                   : std::string_view(ca.certificate->pem.error);
  const FieldPath field =
      ca.certificate != nullptr ? path_of(*ca.secret, *ca.certificate) : FieldPath("data", key);
  add(ca, field, report,
      fmt::format("{} cannot be used, because {}: istiod cannot sign workload certificates", key,
                  why))
      .remedy("replace {} by the CA's certificate in PEM", key);
}

void judge_validity(const MeshCa& ca, Reporter& report) {
  const std::vector<Needed> needed = needed_certificates(ca);
  const auto soonest =
      std::min_element(needed.begin(), needed.end(), [](const Needed& a, const Needed& b) {
        return a.certificate->not_after < b.certificate->not_after;
      });
  const auto latest_start =
      std::max_element(needed.begin(), needed.end(), [](const Needed& a, const Needed& b) {
        return a.certificate->not_before < b.certificate->not_before;
      });
  const Time now = report.now();
  const Time end = soonest->certificate->not_after;
  const std::string date = format_date(end);
  const std::string name = soonest->entry == ca.certificate ? "certificate" : "certificate chain";
  if (end < now) {
    add(ca, path_of(*ca.secret, *soonest->entry), report,
        fmt::format(
            "the {} of the mesh CA expired on {}: istiod signs no workload certificates, and "
            "mTLS fails as those in use run out, within a day",
            name, date))
        .symptom("503 UF, CERTIFICATE_VERIFY_FAILED")
        .remedy("{}", remedy_for(ca));
  } else if (latest_start->certificate->not_before > now) {
    add(ca, path_of(*ca.secret, *latest_start->entry), report,
        fmt::format("the mesh CA is valid only from {} on: until then its workload certificates "
                    "are refused",
                    format_rfc3339(latest_start->certificate->not_before)))
        .symptom("503 UF, CERTIFICATE_VERIFY_FAILED")
        .remedy("use a CA certificate that is valid now");
  } else if (end < now + std::chrono::hours(24) * report.settings().min_days) {
    const auto days = static_cast<std::size_t>(days_between(now, end));
    add(ca, path_of(*ca.secret, *soonest->entry), report,
        fmt::format("the {} of the mesh CA expires in {}, on {}: then istiod signs no workload "
                    "certificates, and mTLS fails",
                    name, count_of(days, "day"), date))
        .remedy("{}", remedy_for(ca));
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const std::vector<MeshCa> cas = istio::mesh_cas(snapshot);
  if (cas.empty() && !istio::can_tell_mesh_ca(snapshot)) {
    report.cannot_tell(Kind::Secret, {}, kCaSecrets);
  }
  for (const MeshCa& ca : cas) {
    if (!ca.missing.empty()) {
      report_missing(ca, report);
    } else if (ca.certificate == nullptr || ca.certificate->pem.certificates.empty()) {
      report_unreadable(ca, report);
    } else {
      judge_validity(ca, report);
    }
  }
}

}  // namespace

constinit const Check kMeshCaValid{
    .info =
        {.code = "CERT018",
         .severity = Severity::Error,
         .title = "Mesh CA certificate is valid, and for long enough",
         .reads = Kinds{Kind::Secret, Kind::ConfigMap} | kPodsAndWorkloads,
         .explain =
             "istiod signs the certificates of all proxies with a CA that it keeps in the Secret "
             "`cacerts` (plugged in) or `istio-ca-secret` (made by itself) of its namespace. "
             "When the CA, its chain or its root has expired, istiod signs no more; proxies "
             "renew their certificates once a day, so mTLS fails everywhere within that day.\n\n"
             "A plugged-in CA is yours to renew: an intermediate certificate under the same root "
             "is taken up without a restart, a new root needs both roots in `root-cert.pem` for a "
             "while. istiod renews its own CA long before the end; if it did not, restart it. A "
             "`cacerts` that lacks one of its files keeps istiod from starting. Where Mesh CA, CA "
             "Service or another CA signs, these Secrets do not count and are not checked."},
    .run = run,
};

}  // namespace mesh::certs

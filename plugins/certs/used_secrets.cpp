// SPDX-License-Identifier: Apache-2.0
#include "plugins/certs/used_secrets.h"

namespace mesh::certs {
namespace {

using istio::GatewayCredential;
using istio::UsedSecret;

template <typename Judge>
void for_each_used(const Snapshot& snapshot, Reporter& report, Judge judge) {
  const std::vector<GatewayCredential> credentials = istio::gateway_credentials(snapshot);
  note_unseen_secrets(snapshot, credentials, report);
  for (const UsedSecret& used : istio::used_secrets(credentials)) {
    judge(used);
  }
}

}  // namespace

void note_unseen_secrets(const Snapshot& snapshot, std::span<const GatewayCredential> credentials,
                         Reporter& report) {
  for (const GatewayCredential& credential : credentials) {
    if (credential.name.store != CredentialName::Store::Secret) {
      continue;
    }
    if (!credential.has_pods && credential.secrets.empty()) {
      report.can_tell(snapshot, Kind::Secret);
    }
    for (const std::string_view ns : credential.missing_in) {
      report.can_tell(snapshot, Kind::Secret, ns);
    }
  }
}

void judge_used_secrets(const Snapshot& snapshot, Reporter& report, JudgeSecret judge) {
  for_each_used(snapshot, report, [&](const UsedSecret& used) { judge(used, report); });
}

void judge_certificates(const Snapshot& snapshot, Reporter& report, JudgeCertificates of_server,
                        JudgeCertificates of_client_ca) {
  for_each_used(snapshot, report, [&](const UsedSecret& used) {
    if (const SecretEntry* entry = istio::certificates_of(used)) {
      const bool is_client_ca = used.role == istio::CredentialRole::ClientCa;
      (is_client_ca ? of_client_ca : of_server)(used, *entry, report);
    }
  });
}

void judge_server_certificates(const Snapshot& snapshot, Reporter& report,
                               JudgeCertificates judge) {
  judge_certificates(
      snapshot, report, judge,
      [](const UsedSecret& /*used*/, const SecretEntry& /*entry*/, Reporter& /*report*/) {});
}

}  // namespace mesh::certs

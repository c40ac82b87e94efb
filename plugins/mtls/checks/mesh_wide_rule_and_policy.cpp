// SPDX-License-Identifier: Apache-2.0
//
// B.4: a DestinationRule for *.local in the root namespace decides for every client that has no
// nearer rule, elsewhere for the clients of its namespace; the policy of the root namespace for
// every server that has none (MTLS-1). DISABLE against STRICT, or ISTIO_MUTUAL against DISABLE,
// breaks all of it. Of a block without mode MTLS018 speaks.

#include "common/istio/mesh_config.h"
#include "common/istio/peer_authentication.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_wide.h"

namespace mesh::mtls {
namespace {

void report_pair(const Snapshot& snapshot, const TlsBlock& block, const PeerAuthentication& policy,
                 Reporter& report) {
  const bool sends_plaintext = block.settings->mode == ClientTlsMode::DISABLE;
  const std::string_view ns = block.rule->ref.ns;
  const bool is_root = ns == istio::root_namespace(snapshot);
  const std::string_view symptom = sends_plaintext ? "503 UC" : "503 UF";
  Finding& finding =
      report
          .add(block.rule->ref, block.field.with("mode"),
               "clients of {} are told to send {}, and {} to accept only {}: requests fail with {}",
               is_root ? "the whole mesh" : fmt::format("namespace {}", ns),
               sends_plaintext ? "plaintext" : "mTLS",
               is_root ? "its servers" : "the servers of the whole mesh",
               sends_plaintext ? "mTLS" : "plaintext", symptom)
          .symptom("{}", symptom)
          .because(policy.ref, FieldPath("spec", "mtls", "mode"), "sets {}",
                   istio::text(policy.mtls->mode));
  if (is_root) {
    finding.whole_mesh();
  }
  if (sends_plaintext) {
    finding.remedy("remove {}: clients then send mTLS wherever it is accepted", block.field.text());
  } else {
    finding.remedy("set spec.mtls.mode of {} to PERMISSIVE", policy.ref.text());
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const DestinationRule& rule : snapshot.all<DestinationRule>()) {
    for (const TlsBlock& block : tls_blocks(rule)) {
      const PeerAuthentication* policy = conflicting_mesh_policy(snapshot, block);
      if (policy != nullptr && block.settings->mode) {
        report_pair(snapshot, block, *policy, report);
      }
    }
  }
}

}  // namespace

constinit const Check kMeshWideRuleAndPolicy{
    .info =
        {.code = "MTLS026",
         .severity = Severity::Error,
         .title = "Mesh-wide policy and mesh-wide DestinationRule agree",
         .reads =
             Kinds{Kind::DestinationRule, Kind::PeerAuthentication, Kind::ConfigMap, Kind::Service},
         .explain =
             "A PeerAuthentication without selector in the root namespace (istio-system by "
             "default) "
             "sets what all servers accept; a DestinationRule for `*.local` there sets what all "
             "clients send, and in another namespace what the clients of that namespace send. If "
             "one says mTLS and the other plaintext, every call without a nearer "
             "rule or policy fails.\n\n"
             "A mesh-wide DestinationRule with a `tls` block has not been needed since Istio 1.5: "
             "without it clients send mTLS to each pod that takes it. Remove it.",
         .peers = "KIA0207 KIA0208 KIA0401 KIA0505 KIA0506"},
    .run = run,
};

}  // namespace mesh::mtls

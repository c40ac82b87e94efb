// SPDX-License-Identifier: Apache-2.0
//
// MTLS-20, B.5 rows 12 and 13: ISTIO_MUTUAL sends mTLS to every endpoint, without a fallback. A pod
// without a sidecar, or one whose policy is DISABLE, gets TLS where it expects plaintext. Auto mTLS
// is no way out for headless Services, whose pods all get the same (MTLS-26).

#include "plugins/mtls/auto_mtls.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/clients.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/mesh_wide.h"
#include "plugins/mtls/workloads.h"

#include <algorithm>

namespace mesh::mtls {
namespace {

bool lacks_sidecar(const Receiver& receiver) {
  return !receiver.has_sidecar;
}

// A sidecar whose port is not redirected is another matter (MTLS-8).
bool cannot_take_mtls(const Receiver& receiver) {
  return lacks_sidecar(receiver) || receiver.refuses_mtls();
}

std::string_view reason_of(const Impact& impact) {
  if (std::all_of(impact.harmed.begin(), impact.harmed.end(), lacks_sidecar)) {
    return impact.is_one_pod() ? "that has no sidecar to answer it"
                               : "that have no sidecar to answer it";
  }
  if (std::none_of(impact.harmed.begin(), impact.harmed.end(), lacks_sidecar)) {
    return "where a policy disables it";
  }
  return "that have no sidecar, or where a policy disables it";
}

std::string_view change_of_pods(const Impact& impact) {
  const bool some_lack = std::any_of(impact.harmed.begin(), impact.harmed.end(), lacks_sidecar);
  const bool some_refuse = std::any_of(impact.harmed.begin(), impact.harmed.end(),
                                       [](const Receiver& each) { return each.refuses_mtls(); });
  if (some_lack && some_refuse) {
    return "give all the pods a sidecar and let them accept mTLS (PERMISSIVE)";
  }
  return some_refuse ? "let the pods accept mTLS (PERMISSIVE)" : "give the pods a sidecar";
}

// Removing the block helps only if what is sent then suits the pods.
std::string remedy_of(const Snapshot& snapshot, const TlsBlock& block, const Impact& impact) {
  const std::string field = block.field.text();
  const std::string_view change = change_of_pods(impact);
  switch (auto_mtls_without(snapshot, block, impact)) {
    case AutoMtls::WhatEachTakes:
      return fmt::format("remove {}, so that each pod is sent what it takes, or {}", field, change);
    case AutoMtls::PlaintextToAll:
      return impact.some_require_mtls
                 ? fmt::format(
                       "{}: without {} all pods would be sent plaintext, and some of them "
                       "require mTLS",
                       change, field)
                 : fmt::format("remove {}, so that all pods are sent plaintext, or {}", field,
                               change);
    case AutoMtls::MtlsToAll:
      return fmt::format("{}: without {} all pods would be sent mTLS too", change, field);
  }
  return {};
}

void report_block(const Snapshot& snapshot, const TlsBlock& block, const Impact& impact,
                  Reporter& report) {
  const std::string_view symptom = symptom_of(impact, "503 UF", "connection reset");
  const std::string_view effect =
      symptom == "503 UF" ? "requests fail with 503 UF" : "connections fail";
  Finding& finding =
      report
          .add(block.rule->ref, block.field.with("mode"), "mTLS is sent to {} {}: {}",
               pods_text(impact), reason_of(impact), effect)
          .symptom("{}", symptom)
          .clients(first_names(impact.clients));
  add_policies(finding, impact.harmed);
  finding.remedy("{}", remedy_of(snapshot, block, impact));
}

void run(const Snapshot& snapshot, Reporter& report) {
  const Clients& clients = snapshot.view<Clients>();
  for (const DestinationRule& rule : snapshot.all<DestinationRule>()) {
    for (const TlsBlock& block : tls_blocks(rule)) {
      if (block.settings->mode != ClientTlsMode::ISTIO_MUTUAL) {
        continue;
      }
      // MTLS026 speaks of the policies where the whole mesh is meant on both sides.
      const bool policies_told = conflicting_mesh_policy(snapshot, block) != nullptr;
      if (const Impact impact =
              clients.impact_of(block, policies_told ? lacks_sidecar : cannot_take_mtls)) {
        report_block(snapshot, block, impact, report);
      } else {
        note_gaps(snapshot, block, report);
      }
    }
  }
}

}  // namespace

constinit const Check kMtlsToPlainPods{
    .info =
        {.code = "MTLS003",
         .severity = Severity::Error,
         .title = "ISTIO_MUTUAL goes only to pods with a sidecar that accepts it",
         .reads = kClientKinds,
         .explain =
             "`tls.mode: ISTIO_MUTUAL` makes client proxies send mTLS to every pod of the Service. "
             "A pod without a sidecar hands the encrypted bytes to the application, and one whose "
             "PeerAuthentication is DISABLE expects plaintext: the client gets `503 UF`, with "
             "`WRONG_VERSION_NUMBER` in its proxy's log.\n\n"
             "Without a `tls` block Istio chooses for each pod: mTLS where there is a sidecar, "
             "plaintext elsewhere. For headless Services it does not: all their pods get mTLS if "
             "all have a sidecar, else all get plaintext.\n\n"
             "Remove the block, or give the pods a sidecar."},
    .run = run,
};

}  // namespace mesh::mtls

// SPDX-License-Identifier: Apache-2.0
//
// MTLS-20, B.5 row 9: a tls block with mode DISABLE makes client proxies send plaintext to every
// endpoint. A pod whose effective PeerAuthentication is STRICT has no filter chain for that and
// closes the connection (MTLS-10). Of a block without mode MTLS018 speaks.

#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/mesh_wide.h"
#include "plugins/mtls/plaintext.h"
#include "plugins/mtls/workloads.h"

namespace mesh::mtls {
namespace {

bool requires_mtls(const Receiver& receiver) {
  return receiver.requires_mtls();
}

void report_block(const Snapshot& snapshot, const TlsBlock& block, const Impact& impact,
                  Reporter& report) {
  Finding& finding = report
                         .add(block.rule->ref, block.field.with("mode"),
                              "plaintext is sent to {} that {} only mTLS: {}", pods_text(impact),
                              accepts(impact), effect_of_plaintext(impact))
                         .symptom("{}", symptom_of(impact, "503 UC", "connection reset"))
                         .clients(first_names(impact.clients));
  add_policies(finding, impact.harmed);
  finding.remedy("{}", remedy_for_plaintext(snapshot, block, impact));
}

void run(const Snapshot& snapshot, Reporter& report) {
  const Clients& clients = snapshot.view<Clients>();
  for (const DestinationRule& rule : snapshot.all<DestinationRule>()) {
    for (const TlsBlock& block : tls_blocks(rule)) {
      if (block.settings->mode != ClientTlsMode::DISABLE) {
        continue;
      }
      // MTLS026 speaks where the whole mesh is meant on both sides.
      const Impact impact = clients.impact_of(block, requires_mtls);
      if (impact && conflicting_mesh_policy(snapshot, block) == nullptr) {
        report_block(snapshot, block, impact, report);
      } else if (!impact) {
        note_gaps(snapshot, block, report);
      }
    }
  }
}

}  // namespace

constinit const Check kPlaintextToStrict{
    .info =
        {.code = "MTLS001",
         .severity = Severity::Error,
         .title = "No DestinationRule sends plaintext to pods that require mTLS",
         .reads = kClientKinds,
         .explain =
             "`tls.mode: DISABLE` in a DestinationRule makes every client proxy that the rule "
             "decides for send plaintext. A pod whose PeerAuthentication is STRICT closes such a "
             "connection: HTTP clients get `503 UC` (\"connection termination\"), TCP clients a "
             "reset.\n\n"
             "Clients use a rule of their own namespace first, then one of the Service's, then one "
             "of the root namespace. Without any tls block Istio chooses mTLS for each pod that "
             "takes it (auto mTLS).\n\n"
             "Remove the `tls` block, or set its mode to `ISTIO_MUTUAL`.",
         .peers = "KIA0501 KIA0505 KIA0506"},
    .run = run,
};

}  // namespace mesh::mtls

// SPDX-License-Identifier: Apache-2.0
//
// MTLS-20: a tls block without mode means DISABLE. Who writes `tls: {sni: …}` or a CA there wants
// TLS, and turns it off.

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

bool could_take_mtls(const Receiver& receiver) {
  return receiver.accepts && receiver.accepts->mode == MtlsMode::PERMISSIVE;
}

void report_refused(const Snapshot& snapshot, const TlsBlock& block, const Impact& impact,
                    Reporter& report) {
  Finding& finding =
      report
          .add(block.rule->ref, block.field,
               "this tls block states no mode, which means DISABLE: plaintext is sent to {} that "
               "{} only mTLS: {}",
               pods_text(impact), accepts(impact), effect_of_plaintext(impact))
          .symptom("{}", symptom_of(impact, "503 UC", "connection reset"))
          .clients(first_names(impact.clients))
          .remedy("{}", remedy_for_plaintext(snapshot, block, impact));
  add_policies(finding, impact.harmed);
  if (const PeerAuthentication* policy = conflicting_mesh_policy(snapshot, block)) {
    finding.because(policy->ref, FieldPath("spec", "mtls", "mode"), "sets STRICT for the mesh")
        .whole_mesh();
  }
}

void report_unused(const TlsBlock& block, const Impact& impact, Reporter& report) {
  const std::string effect =
      impact ? "plaintext is sent to " + pods_text(impact) + ", which could take mTLS"
             : "clients send plaintext";
  report
      .add(block.rule->ref, block.field, "this tls block states no mode, which means DISABLE: {}",
           effect)
      .clients(first_names(impact.clients))
      .remedy(
          "state the mode that is meant, or remove {}: clients then send mTLS to each pod of "
          "the mesh that takes it",
          block.field.text());
}

void check_block(const Snapshot& snapshot, const TlsBlock& block, Reporter& report) {
  const Clients& clients = snapshot.view<Clients>();
  if (const Impact impact = clients.impact_of(block, requires_mtls)) {
    report_refused(snapshot, block, impact, report);
  } else {
    report_unused(block, clients.impact_of(block, could_take_mtls), report);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const DestinationRule& rule : snapshot.all<DestinationRule>()) {
    for (const TlsBlock& block : tls_blocks(rule)) {
      if (!block.settings->mode) {
        check_block(snapshot, block, report);
      }
    }
  }
}

}  // namespace

constinit const Check kTlsModeStated{
    .info = {.code = "MTLS018",
             .severity = Severity::Error,
             .title = "A tls block states its mode",
             .reads = kClientKinds,
             .explain =
                 "A `tls` block of a DestinationRule without `mode` means `DISABLE`, whatever else "
                 "it holds: `tls: {sni: x}`, a CA, even `tls: {}` make clients send plaintext. "
                 "Pods that require mTLS refuse it (`503 UC`), other traffic goes unencrypted.\n\n"
                 "State what is meant: `SIMPLE` or `MUTUAL` for servers outside the mesh, "
                 "`ISTIO_MUTUAL` inside, or `DISABLE`. Within the mesh the block can go: clients "
                 "then send mTLS to each pod that takes it."},
    .run = run,
};

}  // namespace mesh::mtls

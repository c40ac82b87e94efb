// SPDX-License-Identifier: Apache-2.0
//
// MTLS-20, B.2, B.5 rows 15, 16, 20: modes SIMPLE and MUTUAL send TLS without a certificate of the
// mesh and without Istio's ALPN. A STRICT pod refuses the handshake; on a port that is declared
// HTTP no sidecar has a filter chain for it, whatever its policy. Elsewhere the bytes reach the
// application.

#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/plaintext.h"
#include "plugins/mtls/workloads.h"

#include <algorithm>

namespace mesh::mtls {
namespace {

bool refuses_own_tls(const Receiver& receiver) {
  return receiver.accepts && (receiver.requires_mtls() || receiver.is_http());
}

bool requires_mtls(const Receiver& receiver) {
  return receiver.requires_mtls();
}

// MTLS-33: a credential that sidecars do not fetch leaves plaintext, which only STRICT refuses.
bool is_sent_as_plaintext(const TlsBlock& block) {
  return !block.settings->credential_name.empty() && !block.rule->workload_selector &&
         !block.settings->credential_name.starts_with("configmap://");
}

std::string_view mode_of(const TlsBlock& block) {
  return block.settings->mode == ClientTlsMode::SIMPLE ? "SIMPLE" : "MUTUAL";
}

bool refuses_mtls(const Receiver& receiver) {
  return receiver.refuses_mtls();
}

std::string_view accepted_by(const std::vector<Receiver>& harmed) {
  if (std::all_of(harmed.begin(), harmed.end(), requires_mtls)) {
    return "the mTLS of the mesh";
  }
  return std::all_of(harmed.begin(), harmed.end(), refuses_mtls)
             ? "plain HTTP there"
             : "HTTP or the mTLS of the mesh there";
}

void report_block(const TlsBlock& block, const Impact& impact, Reporter& report) {
  const bool all_strict = std::all_of(impact.harmed.begin(), impact.harmed.end(), requires_mtls);
  Finding& finding =
      report
          .add(block.rule->ref, block.field.with("mode"),
               "mode {} sends TLS without a mesh certificate to {} that {} only {}: the connection "
               "is refused",
               mode_of(block), pods_text(impact), accepts(impact), accepted_by(impact.harmed))
          .symptom("{}", symptom_of(impact, "503 UF or 503 UC", "connection reset"))
          .clients(first_names(impact.clients));
  add_policies(finding, impact.harmed);
  const std::string field = block.field.text();
  if (all_strict && impact.is_complete()) {
    finding.remedy("set {}.mode to ISTIO_MUTUAL, or remove {}", field, field);
  } else {
    finding.remedy(
        "remove {}, so that each pod is sent what it takes{}", field,
        all_strict ? "" : "; if the application itself speaks TLS, name its port https-…");
  }
}

void report_lost_credential(const Snapshot& snapshot, const TlsBlock& block, const Impact& impact,
                            Reporter& report) {
  Finding& finding =
      report
          .add(block.rule->ref, block.field.with("credentialName"),
               "sidecars do not fetch this credential without a workloadSelector, so mode {} sends "
               "plaintext to {} that {} only mTLS: {}",
               mode_of(block), pods_text(impact), accepts(impact), effect_of_plaintext(impact))
          .symptom("{}", symptom_of(impact, "503 UC", "connection reset"))
          .clients(first_names(impact.clients));
  add_policies(finding, impact.harmed);
  finding.remedy("{} (ISTIO_MUTUAL takes no credentialName)",
                 remedy_for_plaintext(snapshot, block, impact));
}

void check_block(const Snapshot& snapshot, const TlsBlock& block, Reporter& report) {
  const bool is_plaintext = is_sent_as_plaintext(block);
  const Impact impact =
      snapshot.view<Clients>().impact_of(block, is_plaintext ? requires_mtls : refuses_own_tls);
  if (!impact) {
    note_gaps(snapshot, block, report);
  } else if (is_plaintext) {
    report_lost_credential(snapshot, block, impact, report);
  } else {
    report_block(block, impact, report);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const DestinationRule& rule : snapshot.all<DestinationRule>()) {
    for (const TlsBlock& block : tls_blocks(rule)) {
      const ClientTlsMode mode = block.settings->effective_mode();
      if (mode == ClientTlsMode::SIMPLE || mode == ClientTlsMode::MUTUAL) {
        check_block(snapshot, block, report);
      }
    }
  }
}

}  // namespace

constinit const Check kOwnTlsToMesh{
    .info =
        {.code = "MTLS002",
         .severity = Severity::Error,
         .title = "No DestinationRule originates its own TLS to mesh ports",
         .reads = kClientKinds,
         .explain =
             "`tls.mode: SIMPLE` or `MUTUAL` makes client proxies open a TLS connection of their "
             "own, "
             "meant for servers outside the mesh. A sidecar that requires mTLS (STRICT) refuses "
             "it, "
             "for it brings no certificate of the mesh; and on a port declared as HTTP a sidecar "
             "takes plain HTTP or the mesh's mTLS and closes any other TLS, in every mode.\n\n"
             "Only where a PERMISSIVE or DISABLE port is declared `tcp`, `tls` or `https`, or not "
             "declared, do the bytes reach the application, which must then speak TLS itself.\n\n"
             "With a `credentialName` and without a `workloadSelector` sidecars do not fetch the "
             "credential and send plaintext, which a STRICT pod refuses as well.\n\n"
             "Within the mesh, remove the `tls` block or use `ISTIO_MUTUAL`."},
    .run = run,
};

}  // namespace mesh::mtls

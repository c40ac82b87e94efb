// SPDX-License-Identifier: Apache-2.0
//
// MTLS-4: a PeerAuthentication with mode DISABLE makes proxies take plaintext only. MTLS-20: a
// DestinationRule with tls mode DISABLE makes clients send plaintext even to pods that would take
// mTLS (B.5 row 10). Everything works, unencrypted. Where pods require mTLS, MTLS001 speaks; of a
// block without mode, MTLS018.

#include "common/istio/mesh_config.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/clients.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/workloads.h"

#include <algorithm>

namespace mesh::mtls {
namespace {

// MTLS-1 … MTLS-3: shadowed policies, and those that select nothing, disable nothing.
bool has_effect(const Snapshot& snapshot, const PeerAuthentication& policy) {
  if (policy.is_scope_wide()) {
    return istio::namespace_policy(snapshot, policy.ref.ns) == &policy;
  }
  if (policy.ref.ns == istio::root_namespace(snapshot)) {
    return false;
  }
  if (!snapshot.knows(Kind::Pod, policy.ref.ns)) {
    return true;
  }
  const auto pods = snapshot.pods_matching(policy.ref.ns, policy.selector->match_labels);
  return std::any_of(pods.begin(), pods.end(), [&](const Pod* pod) {
    return istio::workload_policy(snapshot, *pod) == &policy;
  });
}

std::string_view whom(const Snapshot& snapshot, const PeerAuthentication& policy) {
  if (!policy.is_scope_wide()) {
    return "the selected pods";
  }
  return policy.ref.ns == istio::root_namespace(snapshot) ? "the whole mesh" : "this namespace";
}

void check_policy(const Snapshot& snapshot, const PeerAuthentication& policy, Reporter& report) {
  if (!policy.mtls || policy.mtls->mode != MtlsMode::DISABLE || !has_effect(snapshot, policy)) {
    return;
  }
  report
      .add(policy.ref, FieldPath("spec", "mtls", "mode"),
           "mTLS is disabled for {}: traffic is neither encrypted nor authenticated",
           whom(snapshot, policy))
      .remedy("set spec.mtls.mode to PERMISSIVE, and to STRICT once all clients have sidecars");
}

bool requires_mtls(const Receiver& receiver) {
  return receiver.requires_mtls();
}

bool could_take_mtls(const Receiver& receiver) {
  return receiver.accepts && receiver.accepts->mode == MtlsMode::PERMISSIVE;
}

void check_block(const Clients& clients, const TlsBlock& block, Reporter& report) {
  if (block.settings->mode != ClientTlsMode::DISABLE || clients.impact_of(block, requires_mtls)) {
    return;
  }
  const Impact impact = clients.impact_of(block, could_take_mtls);
  if (!impact) {
    return;
  }
  const std::string field = block.field.text();
  report
      .add(block.rule->ref, block.field.with("mode"),
           "plaintext is sent to {} that could take mTLS: traffic is neither encrypted nor "
           "authenticated",
           pods_text(impact))
      .clients(first_names(impact.clients))
      .remedy("remove {}: clients then send mTLS to each pod that takes it", field);
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const PeerAuthentication& policy : snapshot.all<PeerAuthentication>()) {
    check_policy(snapshot, policy, report);
  }
  const Clients& clients = snapshot.view<Clients>();
  for (const DestinationRule& rule : snapshot.all<DestinationRule>()) {
    for (const TlsBlock& block : tls_blocks(rule)) {
      check_block(clients, block, report);
    }
  }
}

}  // namespace

constinit const Check kMtlsNotDisabled{
    .info =
        {.code = "MTLS025",
         .severity = Severity::Warning,
         .title = "mTLS is not disabled",
         .reads = kClientKinds,
         .explain =
             "With `mtls.mode: DISABLE` in a PeerAuthentication the sidecars accept plaintext "
             "only; "
             "with `tls.mode: DISABLE` in a DestinationRule clients send plaintext, even to pods "
             "that would take mTLS. Calls work, but anyone on the way can read and change them, "
             "and policies that name the caller cannot hold.\n\n"
             "Use PERMISSIVE while clients without sidecars exist, and STRICT afterwards; remove "
             "the `tls` block of the DestinationRule."},
    .run = run,
};

}  // namespace mesh::mtls

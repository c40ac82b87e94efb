// SPDX-License-Identifier: Apache-2.0
//
// MTLS-9: a PeerAuthentication is enforced by the proxy in the pod. On pods without one, and on
// pods in the host's network, it has no effect: they go on taking plaintext.

#include "common/base/text.h"
#include "common/istio/mesh_config.h"
#include "common/istio/proxy.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/workloads.h"

#include <algorithm>

namespace mesh::mtls {
namespace {

bool requires_mtls(const PeerAuthentication& policy) {
  const auto is_strict = [](const auto& entry) { return entry.second.mode == MtlsMode::STRICT; };
  return (policy.mtls && policy.mtls->mode == MtlsMode::STRICT) ||
         (policy.port_level_mtls &&
          std::any_of(policy.port_level_mtls->begin(), policy.port_level_mtls->end(), is_strict));
}

void check_policy(const Snapshot& snapshot, const PeerAuthentication& policy, Reporter& report) {
  std::vector<const Pod*> bare =
      snapshot.pods_matching(policy.ref.ns, policy.selector->match_labels);
  std::erase_if(bare, [&](const Pod* pod) {
    return !is_subject(snapshot, *pod) || istio::is_in_mesh(snapshot, *pod);
  });
  if (bare.empty()) {
    return;
  }
  const std::vector<std::string> workloads = workload_names(bare);
  report
      .add(policy.ref, FieldPath("spec", "selector", "matchLabels"),
           "this policy selects {}, where no proxy enforces it: plaintext is still accepted",
           workloads.size() > 5 ? join(first_names(workloads), ", ") : join_and(workloads))
      .because(bare.front()->ref, bare.front()->path("spec", "containers"),
               "has no container istio-proxy")
      .remedy("give {} a sidecar, or narrow the selector", workloads.front());
}

void run(const Snapshot& snapshot, Reporter& report) {
  const std::string_view root = istio::root_namespace(snapshot);
  for (const PeerAuthentication& policy : snapshot.all<PeerAuthentication>()) {
    if (!policy.is_scope_wide() && policy.ref.ns != root && requires_mtls(policy) &&
        report.can_tell(snapshot, Kind::Pod, policy.ref.ns)) {
      check_policy(snapshot, policy, report);
    }
  }
}

}  // namespace

constinit const Check kPolicySelectsProxies{
    .info = {.code = "MTLS008",
             .severity = Severity::Warning,
             .title = "PeerAuthentication selects pods that have a proxy",
             .reads = kServerKinds,
             .explain =
                 "What a PeerAuthentication says is done by the proxy in the pod. A pod without a "
                 "sidecar, or one that runs in the host's network (`hostNetwork: true`), is not "
                 "protected by it: it accepts plaintext even under STRICT.\n\n"
                 "Have the pods injected, or correct the selector."},
    .run = run,
};

}  // namespace mesh::mtls

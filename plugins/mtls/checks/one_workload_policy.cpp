// SPDX-License-Identifier: Apache-2.0
//
// MTLS-3, GEN-2: of several policies whose selectors match a pod the oldest applies, in full; ports
// of a second one are not added.

#include "common/base/text.h"
#include "common/istio/mesh_config.h"
#include "common/istio/peer_authentication.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/workloads.h"

#include <map>

namespace mesh::mtls {
namespace {

// The policy's pods for which an older policy counts, by that policy.
using Overruled = std::map<const PeerAuthentication*, std::vector<const Pod*>>;

Overruled overruled_pods(const Snapshot& snapshot, const PeerAuthentication& policy) {
  Overruled overruled;
  for (const Pod* pod : snapshot.pods_matching(policy.ref.ns, policy.selector->match_labels)) {
    const PeerAuthentication* counting = istio::workload_policy(snapshot, *pod);
    if (is_subject(snapshot, *pod) && counting != nullptr && counting != &policy) {
      overruled[counting].push_back(pod);
    }
  }
  return overruled;
}

void report_pair(const PeerAuthentication& policy, const PeerAuthentication& counting,
                 const std::vector<const Pod*>& pods, Reporter& report) {
  const std::string workloads = join_and(first_names(workload_names(pods)));
  report
      .add(policy.ref, FieldPath("spec", "selector"),
           "this policy has no effect on {}: {} selects the same pods and {}", workloads,
           counting.ref.text(),
           counting.meta.creation_timestamp
               ? "is older"
               : "is taken as older, by name, for the input has no times of creation")
      .because(counting.ref, FieldPath("spec", "selector"), "selects them too")
      .remedy("merge the two into one policy, or narrow one of the selectors");
}

void run(const Snapshot& snapshot, Reporter& report) {
  const std::string_view root = istio::root_namespace(snapshot);
  for (const PeerAuthentication& policy : snapshot.all<PeerAuthentication>()) {
    if (policy.is_scope_wide() || policy.ref.ns == root) {
      continue;
    }
    const Overruled overruled = overruled_pods(snapshot, policy);
    for (const auto& [counting, pods] : overruled) {
      report_pair(policy, *counting, pods, report);
    }
  }
}

}  // namespace

constinit const Check kOneWorkloadPolicy{
    .info = {.code = "MTLS013",
             .severity = Severity::Warning,
             .title = "One policy selects a workload",
             .reads = kPodsAndWorkloads | Kinds{Kind::PeerAuthentication, Kind::ConfigMap},
             .explain =
                 "If several PeerAuthentications select a pod, the oldest applies to it, in full. "
                 "Nothing of the others is added, not even `portLevelMtls` for ports that the "
                 "oldest does not name.\n\n"
                 "Merge them into one, or narrow the selectors.",
             .peers = "KIA0003"},
    .run = run,
};

}  // namespace mesh::mtls

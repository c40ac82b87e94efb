// SPDX-License-Identifier: Apache-2.0
//
// GEN-4: a selector is compared with the labels of pods and of WorkloadEntries. One that matches
// none leaves the workload that was meant with the mode of its namespace.

#include "common/istio/mesh_config.h"
#include "plugins/mtls/checks.h"

#include <algorithm>

namespace mesh::mtls {
namespace {

// A workload that is scaled to 0 is selected too.
bool selects_template(const Snapshot& snapshot, std::string_view ns, const Labels& selector) {
  const auto workloads = snapshot.workloads();
  return std::any_of(workloads.begin(), workloads.end(), [&](const Workload* workload) {
    return workload->ref.ns == ns && workload->pod_template.meta.labels.contains_all(selector);
  });
}

bool selects_entry(const Snapshot& snapshot, std::string_view ns, const Labels& selector) {
  const auto entries = snapshot.in_namespace<WorkloadEntry>(ns);
  return std::any_of(entries.begin(), entries.end(), [&](const WorkloadEntry& entry) {
    return entry.spec.labels.contains_all(selector);
  });
}

bool selects_nothing(const Snapshot& snapshot, const PeerAuthentication& policy) {
  const Labels& selector = policy.selector->match_labels;
  const std::string_view ns = policy.ref.ns;
  return snapshot.pods_matching(ns, selector).empty() &&
         !selects_template(snapshot, ns, selector) && !selects_entry(snapshot, ns, selector);
}

void run(const Snapshot& snapshot, Reporter& report) {
  const std::string_view root = istio::root_namespace(snapshot);
  for (const PeerAuthentication& policy : snapshot.all<PeerAuthentication>()) {
    if (policy.is_scope_wide() || policy.ref.ns == root ||
        !report.can_tell(snapshot, Kind::Pod, policy.ref.ns) ||
        !selects_nothing(snapshot, policy)) {
      continue;
    }
    report
        .add(policy.ref, FieldPath("spec", "selector", "matchLabels"),
             "no workload of {} has {}: this policy has no effect", policy.ref.ns,
             policy.selector->match_labels.text())
        .remedy("correct the labels, or remove the policy");
  }
}

}  // namespace

constinit const Check kPolicySelectsWorkloads{
    .info = {.code = "MTLS017",
             .severity = Severity::Warning,
             .title = "PeerAuthentication selectors match workloads",
             .reads = kPodsAndWorkloads |
                      Kinds{Kind::PeerAuthentication, Kind::WorkloadEntry, Kind::ConfigMap},
             .explain =
                 "The labels under `selector.matchLabels` are those of pods in the same namespace. "
                 "If none has all of them, the policy does nothing, and the workload that was "
                 "meant keeps the mode of its namespace or of the mesh.\n\n"
                 "Compare with `kubectl get pods --show-labels`.",
             .peers = "KIA0004"},
    .run = run,
};

}  // namespace mesh::mtls

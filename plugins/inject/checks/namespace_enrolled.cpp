// SPDX-License-Identifier: Apache-2.0
//
// INJ-5: in a namespace with neither istio-injection nor istio.io/rev, pods get a sidecar only if
// they ask for it by their own label. Reported where some workload is left out that way without
// having said so itself.

#include "common/base/text.h"
#include "common/istio/injection.h"
#include "common/istio/proxy.h"
#include "common/istio/revision.h"
#include "plugins/inject/checks.h"
#include "plugins/inject/workload_pods.h"

#include <map>

namespace mesh::inject {
namespace {

constexpr std::string_view kInjectKey = "sidecar.istio.io/inject";
constexpr std::string_view kModeKey = "istio.io/dataplane-mode";

bool is_left_out(const Snapshot& snapshot, const Pod& pod) {
  return !istio::is_gateway(pod) && !istio::has_proxy(pod) && !pod.spec.host_network &&
         !pod.meta.labels.contains(kModeKey) && !pod.meta.labels.contains(kInjectKey) &&
         pod.meta.annotations.get(kInjectKey) != "false" &&
         istio::decide_injection(snapshot, pod).reason ==
             istio::InjectionReason::NamespaceNotEnrolled;
}

bool says_nothing(const Labels& labels) {
  return !labels.contains("istio-injection") && !labels.contains("istio.io/rev") &&
         !labels.contains(kModeKey);
}

bool belongs_to_platform(std::string_view ns) {
  return ns.starts_with("kube-") || ns.starts_with("gke-") || ns.starts_with("gmp-");
}

// Namespaces of control planes are not to be enrolled.
bool runs_control_plane(const Snapshot& snapshot, std::string_view ns) {
  const std::span<const Pod> pods = snapshot.in_namespace<Pod>(ns);
  return std::any_of(pods.begin(), pods.end(), istio::is_control_plane);
}

// The label that an injector answers to.
std::string label_to_set(const Snapshot& snapshot) {
  const std::vector<std::string> served = istio::served_revisions(snapshot);
  return served.empty() || istio::is_served(snapshot, "default") ? "istio-injection=enabled"
                                                                 : "istio.io/rev=" + served.front();
}

void run(const Snapshot& snapshot, Reporter& report) {
  std::map<std::string_view, std::size_t> left_out;
  for (const WorkloadPods& workload : user_workloads(snapshot)) {
    if (is_left_out(snapshot, *workload.pods.front())) {
      ++left_out[workload.pods.front()->ref.ns];
    }
  }
  for (const auto& [name, count] : left_out) {
    const Namespace* ns = snapshot.find_namespace(name);
    if (ns == nullptr || !says_nothing(ns->meta.labels) || belongs_to_platform(name) ||
        runs_control_plane(snapshot, name)) {
      continue;
    }
    report
        .add(ns->ref, FieldPath("metadata", "labels"),
             "the namespace is not labelled for injection: {} in it {} no sidecar",
             count_of(count, "workload"), count == 1 ? "gets" : "get")
        .remedy("if they belong to the mesh: kubectl label namespace {} {}, then restart them",
                name, label_to_set(snapshot));
  }
}

}  // namespace

constinit const Check kNamespaceEnrolled{
    .info =
        {.code = "INJ002",
         .severity = Severity::Info,
         .title = "Namespace is enrolled for injection",
         .reads = kPodsAndWorkloads |
                  Kinds{Kind::Namespace, Kind::ConfigMap, Kind::MutatingWebhookConfiguration},
         .explain =
             "Neither `istio-injection` nor `istio.io/rev` is set on the namespace, so its pods "
             "get a sidecar only if each asks for one by the label `sidecar.istio.io/inject: "
             "\"true\"`. That may be meant.\n\nTo enrol the namespace: `kubectl label namespace "
             "NAME istio-injection=enabled`, or `istio.io/rev=REVISION` where control planes have "
             "revisions; then restart its workloads. To say that it stays out: "
             "`istio-injection=disabled`.",
         .peers = "IST0102"},
    .run = run,
};

}  // namespace mesh::inject

// SPDX-License-Identifier: Apache-2.0
//
// MTLS-31, MTLS-10: pods without a sidecar send plaintext, which a STRICT port resets. Those of the
// namespace itself are taken to call their neighbours, except databases and the like; of those in
// other namespaces nobody can tell.

#include "common/base/text.h"
#include "common/istio/mesh_config.h"
#include "plugins/mtls/strict/review.h"
#include "plugins/mtls/workloads.h"

#include <fmt/format.h>

namespace mesh::mtls {
namespace {

// "kubectl rollout restart -n shop deployment/cart"; empty for what cannot be restarted so.
std::string restart_command(const ObjectRef& workload) {
  const bool restarts = workload.kind == Kind::Deployment || workload.kind == Kind::StatefulSet ||
                        workload.kind == Kind::DaemonSet;
  return restarts ? fmt::format("kubectl rollout restart -n {} {}/{}", workload.ns,
                                info(workload.kind).singular, workload.name)
                  : std::string();
}

std::string remedy_of(const istio::InjectionDecision& decision, const Pod& pod) {
  if (pod.spec.host_network) {
    return "take it off the host's network, or keep the ports that it calls PERMISSIVE";
  }
  if (decision.injected) {
    return "restart it, so that its pods get their sidecars";
  }
  switch (decision.reason) {
    case istio::InjectionReason::NamespaceNotEnrolled:
    case istio::InjectionReason::NamespaceOptedOut:
      return fmt::format(
          "label the namespace istio-injection=enabled (or istio.io/rev), then "
          "restart {}",
          pod.workload.text());
    case istio::InjectionReason::UnknownRevision:
      return fmt::format("label the namespace with a revision that is served, then restart {}",
                         pod.workload.text());
    case istio::InjectionReason::PodLabelOptsOut:
    case istio::InjectionReason::PodAnnotationOptsOut:
      return "remove what opts it out, then restart it";
    default:
      return "have it injected; kubectl mesh-inject tells what keeps the sidecar away";
  }
}

std::string lack_of(const UnmeshedWorkload& workload) {
  return workload.bare == workload.pods
             ? std::string("no pod has a sidecar")
             : fmt::format("{} of {} pods have no sidecar", workload.bare, workload.pods);
}

// What decides: the namespace's label, the template's opt-out; the workload if it only has to be
// restarted.
InjectionPlace place_of(const Snapshot& snapshot, const Pod& pod,
                        const istio::InjectionDecision& decision) {
  if (decision.injected || decision.decided_by.name.empty()) {
    return {pod.workload, {}};
  }
  return decision.decided_by == pod.ref ? injection_place(snapshot, pod, decision)
                                        : InjectionPlace{decision.decided_by, decision.field};
}

Obstacle obstacle_of(const Snapshot& snapshot, const UnmeshedWorkload& workload) {
  const Pod& pod = *workload.pod;
  const istio::InjectionDecision decision = istio::decide_injection(snapshot, pod);
  InjectionPlace place = place_of(snapshot, pod, decision);
  return {.object = place.object,
          .field = std::move(place.field),
          .reason = fmt::format("{}: {}, so what it sends to its neighbours would be reset",
                                pod.workload.text(), lack_of(workload)),
          .remedy = remedy_of(decision, pod),
          .command = pod.spec.host_network ? std::string() : restart_command(pod.workload)};
}

Obstacle obstacle_of_namespace(const Snapshot& snapshot, std::string_view ns,
                               std::span<const UnmeshedWorkload> workloads) {
  std::vector<std::string> names;
  names.reserve(workloads.size());
  for (const UnmeshedWorkload& workload : workloads) {
    names.emplace_back(workload.pod->workload.name);
  }
  const Namespace* object = snapshot.find_namespace(ns);
  return {.object = object == nullptr ? workloads.front().pod->workload : object->ref,
          .field = {},
          .reason = fmt::format(
              "{} of namespace {} {} no sidecar, and would be reset if {} here: {}",
              count_of(workloads.size(), "workload"), ns, workloads.size() == 1 ? "has" : "have",
              workloads.size() == 1 ? "it calls" : "they call",
              join(first_names(std::move(names)), ", ")),
          .remedy = "make sure that they do not call, or have them injected first"};
}

}  // namespace

void review_unmeshed(const Snapshot& snapshot, std::string_view ns, StrictReview& review) {
  for (const UnmeshedWorkload& workload : unmeshed_workloads(snapshot, ns)) {
    const bool only_serves = serves_raw_tcp(snapshot, *workload.pod);
    (only_serves ? review.possible : review.blockers).push_back(obstacle_of(snapshot, workload));
  }
  for (const std::string_view other : snapshot.namespace_names()) {
    if (other == ns || istio::is_ignored_namespace(other)) {
      continue;
    }
    if (const auto workloads = unmeshed_workloads(snapshot, other); !workloads.empty()) {
      review.possible.push_back(obstacle_of_namespace(snapshot, other, workloads));
    }
  }
}

}  // namespace mesh::mtls

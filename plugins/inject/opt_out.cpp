// SPDX-License-Identifier: Apache-2.0
#include "plugins/inject/opt_out.h"

#include "common/istio/proxy.h"
#include "common/istio/revision.h"
#include "plugins/inject/workload_pods.h"

namespace mesh::inject {
namespace {

using istio::InjectionReason;

void report_workload(const WorkloadPods& workload, const Pod& pod,
                     const istio::InjectionDecision& enrolled, InjectionReason reason,
                     Reporter& report) {
  const bool by_label = reason == InjectionReason::PodLabelOptsOut;
  const std::string_view what = by_label ? "label" : "annotation";
  const Place place = by_label ? place_of_label(workload, pod, kInjectKey)
                               : place_of_annotation(workload, pod, kInjectKey);
  report
      .add(place.object, place.field,
           "{} {}: \"false\" keeps the sidecar out although the namespace is enrolled: traffic "
           "bypasses the mesh",
           what, kInjectKey)
      .because(enrolled.decided_by, enrolled.field, "enrols its pods")
      .symptom(
          "plaintext, no routing and no telemetry; servers that require mTLS reset the connection")
      .remedy("remove the {} from the pod template and restart, unless the workload is to stay out",
              what);
}

}  // namespace

void report_opt_outs(const Snapshot& snapshot, InjectionReason reason, Reporter& report) {
  for (const WorkloadPods& workload : user_workloads(snapshot)) {
    const std::vector<const Pod*> opted_out = workload.those([&](const Pod& pod) {
      return !istio::is_gateway(pod) && !istio::has_proxy(pod) && !istio::was_injected(pod) &&
             istio::decide_injection(snapshot, pod).reason == reason;
    });
    if (opted_out.empty()) {
      continue;
    }
    const Pod& pod = *opted_out.front();
    const istio::InjectionDecision enrolled = istio::decide_without_opt_out(snapshot, pod);
    // Files that leave the namespace out do not show that it is enrolled.
    if (enrolled.injected && enrolled.decided_by.kind == Kind::Namespace &&
        snapshot.find_namespace(pod.ref.ns) != nullptr) {
      report_workload(workload, pod, enrolled, reason, report);
    }
  }
}

}  // namespace mesh::inject

// SPDX-License-Identifier: Apache-2.0
#include "plugins/inject/opt_out.h"

#include "common/istio/proxy.h"
#include "common/istio/revision.h"

namespace mesh::inject {

std::vector<OptOut> opted_out_workloads(const Snapshot& snapshot, istio::InjectionReason reason) {
  std::vector<OptOut> found;
  for (WorkloadPods& workload : user_workloads(snapshot)) {
    const std::vector<const Pod*> opted_out = workload.those([&](const Pod& pod) {
      return !istio::is_gateway(pod) && !istio::has_proxy(pod) && !istio::was_injected(pod) &&
             istio::decide_injection(snapshot, pod).reason == reason;
    });
    if (opted_out.empty()) {
      continue;
    }
    const Pod* pod = opted_out.front();
    istio::InjectionDecision enrolled = istio::decide_without_opt_out(snapshot, *pod);
    // Files that leave the namespace out do not show that it is enrolled.
    if (enrolled.injected && enrolled.decided_by.kind == Kind::Namespace &&
        snapshot.find_namespace(pod->ref.ns) != nullptr) {
      found.push_back({std::move(workload), pod, std::move(enrolled)});
    }
  }
  return found;
}

}  // namespace mesh::inject

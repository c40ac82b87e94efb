// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/istio/injection.h"
#include "plugins/inject/workload_pods.h"

#include <vector>

namespace mesh::inject {

inline constexpr std::string_view kInjectKey = "sidecar.istio.io/inject";

// A workload that keeps the sidecar out although its namespace is enrolled: without its own label
// or annotation it would be injected (so not one on the host network, for example).
struct OptOut {
  WorkloadPods workload;
  const Pod* pod = nullptr;           // the first that opts out
  istio::InjectionDecision enrolled;  // what would hold without it
};

// Those opted out for `reason`: PodLabelOptsOut or PodAnnotationOptsOut. Gateways and pods that
// were injected by hand are left out.
std::vector<OptOut> opted_out_workloads(const Snapshot& snapshot, istio::InjectionReason reason);

}  // namespace mesh::inject

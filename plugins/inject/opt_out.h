// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/reporter.h"
#include "common/istio/injection.h"

#include <string_view>

namespace mesh::inject {

inline constexpr std::string_view kInjectKey = "sidecar.istio.io/inject";

// Reports the workloads that keep the sidecar out for `reason` (PodLabelOptsOut or
// PodAnnotationOptsOut) although their namespace is enrolled: without it they would be injected, so
// none on the host network, for example. Gateways and pods that were injected by hand are left out.
void report_opt_outs(const Snapshot& snapshot, istio::InjectionReason reason, Reporter& report);

}  // namespace mesh::inject

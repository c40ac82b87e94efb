// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/pod.h"

#include <string_view>
#include <vector>

namespace mesh::istio {

// INJ-40: what annotation sidecar.istio.io/status says an injector has put into the pod.
struct InjectionStatus {
  std::vector<std::string_view> init_containers;
  std::vector<std::string_view> containers;
  std::string_view revision;
};

// All empty if the pod was not injected, or the annotation holds something else.
InjectionStatus injection_status(const Pod& pod);

// The pod as it was sent: without the containers that its status names, save what the user said
// about them (annotation proxy.istio.io/overrides), and without the status.
Pod before_injection(const Pod& pod);

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// INJ-16, third outcome: the injector says yes, and the API server refuses the pod it made. Looked
// at is what injection can break: names, images, resources, volumes and mounts.
#pragma once

#include "common/istio/injected_pod.h"

#include <string>
#include <vector>

namespace mesh::istio {

struct PodError {
  std::string text;  // "spec.containers: Required value"
  FieldPath field;   // what causes it, in the pod as sent
};

// `sent` is the pod before injection.
std::vector<PodError> pod_errors(const InjectedPod& result, const Pod& sent);

// "Pod "cart" is invalid: …" as the API server says it.
std::string invalid_pod_text(const Pod& pod, const std::vector<PodError>& errors);

}  // namespace mesh::istio

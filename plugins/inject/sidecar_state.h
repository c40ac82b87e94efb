// SPDX-License-Identifier: Apache-2.0
//
// What a pod should have by the objects of today, what it has, and why the two differ.
#pragma once

#include "common/istio/admission.h"

#include <optional>
#include <string>

namespace mesh::inject {

// What the verbs read.
inline constexpr Kinds kInjectionKinds =
    kPodsAndWorkloads | Kinds{Kind::Namespace,
                              Kind::Service,
                              Kind::EndpointSlice,
                              Kind::ConfigMap,
                              Kind::MutatingWebhookConfiguration,
                              Kind::ValidatingWebhookConfiguration,
                              Kind::Node};

struct Actual {
  bool injected = false;
  std::string revision;  // empty: none, or not told
};

struct SidecarState {
  istio::Admission expected;     // if the pod were created now
  std::optional<Actual> actual;  // of pods that exist
  std::string difference;        // in one sentence; empty: none
};

SidecarState sidecar_state(const Snapshot& snapshot, const Pod& pod);

}  // namespace mesh::inject

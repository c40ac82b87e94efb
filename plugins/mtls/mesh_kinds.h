// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/kinds.h"

namespace mesh::mtls {

// What tells which pods have a sidecar: the pods, and for templates what the injector would do.
inline constexpr Kinds kSidecarKinds =
    kPodsAndWorkloads | Kinds{Kind::Namespace, Kind::ConfigMap, Kind::MutatingWebhookConfiguration};

// What tells what a pod accepts.
inline constexpr Kinds kServerKinds = kSidecarKinds | Kinds{Kind::PeerAuthentication};

// What tells what clients send to it.
inline constexpr Kinds kClientKinds = kServerKinds | Kinds{Kind::Service, Kind::DestinationRule};

}  // namespace mesh::mtls

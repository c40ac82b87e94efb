// SPDX-License-Identifier: Apache-2.0
//
// RTE-50: which Sidecar applies to a pod's sidecar: the oldest of its namespace whose
// workloadSelector matches the pod, else the oldest without one there, else that of the root
// namespace. Gateways ask nobody: they ignore Sidecars.
#pragma once

#include "common/model/snapshot.h"

namespace mesh::istio {

// nullptr if none applies. O(Sidecars of the namespace).
const Sidecar* sidecar_of(const Snapshot& snapshot, const Pod& pod);

// RTE-51: whether unknown destinations are passed through (ALLOW_ANY), with this Sidecar or, if it
// says nothing or is nullptr, by MeshConfig.
bool allows_any_outbound(const Snapshot& snapshot, const Sidecar* sidecar);

}  // namespace mesh::istio

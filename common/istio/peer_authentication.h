// SPDX-License-Identifier: Apache-2.0
//
// MTLS-1 … MTLS-5: which PeerAuthentication decides what a pod's port accepts. Mesh, then
// namespace, then workload policy, each the oldest of its level; port-level modes from the workload
// policy only.
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <string_view>

namespace mesh::istio {

// "STRICT", as the API spells it.
std::string_view text(MtlsMode mode);

struct EffectiveMtls {
  MtlsMode mode = MtlsMode::PERMISSIVE;
  const PeerAuthentication* policy = nullptr;  // that set the mode; nullptr: Istio's default
  FieldPath field;                             // in that policy
};

// What the port of this pod accepts; `port` is the container's port (MTLS-5). It does not ask
// whether the pod has a proxy at all (MTLS-9).
EffectiveMtls effective_mtls(const Snapshot& snapshot, const Pod& pod, std::int32_t port);

// MTLS-22: what auto mTLS looks at for a whole Service: mesh and namespace policies only.
EffectiveMtls namespace_mtls(const Snapshot& snapshot, std::string_view ns);

// MTLS-1: the oldest policy without selector; nullptr if there is none.
const PeerAuthentication* mesh_policy(const Snapshot& snapshot);
const PeerAuthentication* namespace_policy(const Snapshot& snapshot, std::string_view ns);
// MTLS-2, MTLS-3: the oldest policy in the pod's namespace whose selector matches it.
const PeerAuthentication* workload_policy(const Snapshot& snapshot, const Pod& pod);

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// INJ-42: whether the proxy becomes a native sidecar (an init container that keeps running).
#pragma once

#include "common/model/snapshot.h"

namespace mesh::istio {

struct NativeSidecar {
  bool in_template = false;  // where the template puts the proxy
  bool moves_users = false;  // whether a user's own istio-proxy is moved there first
};

// `config` as in ask_policy(): nullptr if it is not known.
NativeSidecar native_sidecar_of(const Snapshot& snapshot, const ConfigMap* config, const Pod& pod);

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// MTLS-21, MTLS-22, MTLS-26: whether a proxy uses the mTLS of the mesh where no tls block decides
// (auto mTLS), and if not, why.
#pragma once

#include "common/istio/destination_rule.h"
#include "common/istio/mesh_service.h"
#include "common/istio/upstream.h"

#include <span>

namespace mesh::istio {

enum class AutomaticMtls {
  ByEndpoint,          // mTLS to each endpoint that speaks it, plaintext to the others
  ToAll,               // mTLS to all: the proxy knows no endpoints, and all are labelled for it
  NoneOutside,         // plaintext, as in all that follow: the service is outside the mesh
  NoneInMesh,          // MeshConfig turns auto mTLS off
  NoneInNamespace,     // the policies of mesh and namespace disable mTLS
  NoneWithUnlabelled,  // the proxy knows no endpoints, and not all are labelled for mTLS
};

// `endpoints` are those of the whole port; `subset` may be null.
AutomaticMtls automatic_mtls(const Snapshot& snapshot, const MeshService& service,
                             const SelectedRules& rules, const Subset* subset,
                             std::span<const UpstreamEndpoint> endpoints);

bool uses_mtls(AutomaticMtls automatic);

}  // namespace mesh::istio

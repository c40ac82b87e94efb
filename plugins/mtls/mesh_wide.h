// SPDX-License-Identifier: Apache-2.0
//
// Settings for the whole mesh: the policy of the root namespace (MTLS-1), and a DestinationRule
// whose host covers every Service (B.4): in the root namespace for all clients, elsewhere for those
// of its namespace.
#pragma once

#include "plugins/mtls/tls_blocks.h"

namespace mesh::mtls {

// The mesh-wide policy that contradicts this block of such a rule: STRICT against DISABLE, or
// DISABLE against ISTIO_MUTUAL. nullptr: no such pair.
const PeerAuthentication* conflicting_mesh_policy(const Snapshot& snapshot, const TlsBlock& block);

}  // namespace mesh::mtls

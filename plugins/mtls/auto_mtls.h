// SPDX-License-Identifier: Apache-2.0
//
// MTLS-21, MTLS-22, MTLS-26: what auto mTLS sends where a tls block is removed. To most Services it
// chooses for each pod; to headless ones, and where loadBalancer is PASSTHROUGH, it sends the same
// to all pods; and it sends plaintext where mesh or namespace disable mTLS.
#pragma once

#include "plugins/mtls/clients.h"

namespace mesh::mtls {

enum class AutoMtls { WhatEachTakes, PlaintextToAll, MtlsToAll };

// To the Services whose pods the block harms; where they differ, what is not WhatEachTakes.
AutoMtls auto_mtls_without(const Snapshot& snapshot, const TlsBlock& block, const Impact& impact);

}  // namespace mesh::mtls

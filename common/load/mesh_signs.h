// SPDX-License-Identifier: Apache-2.0
//
// What a load sees of the mesh while it is under way, told generously: for what to read next.
#pragma once

#include "common/model/snapshot_builder.h"

#include <set>
#include <string>
#include <vector>

namespace mesh::load {

bool has_injector(const SnapshotBuilder& read);

// Where the Services of the injectors are.
std::set<std::string> injector_namespaces(const SnapshotBuilder& read);

// A proxy that is no sidecar.
bool may_be_router(const Pod& pod);

// A Sidecar that does not take over the rules of the namespaces whose pods it is for.
bool leaves_out_own_rules(const Sidecar& sidecar);

// Whether some rule of it is a VirtualService of one of these namespaces.
bool delegates_to(const VirtualService& service, const std::vector<std::string>& namespaces);

// Whether its selector is known to match the pod of a gateway.
bool selects_a_gateway(const SnapshotBuilder& read, const Gateway& gateway);

// Something in these namespaces may not accept mTLS, which harms clients wherever they are.
bool may_refuse_mtls(const SnapshotBuilder& read, const std::set<std::string>& namespaces);

}  // namespace mesh::load

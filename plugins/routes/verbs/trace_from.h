// SPDX-License-Identifier: Apache-2.0
//
// The way of what a client in the mesh sends: what its resolver makes of the host, and what its
// sidecar makes of that.
#pragma once

#include "common/istio/trace.h"
#include "common/print/answer.h"
#include "plugins/routes/verbs/trace_target.h"

#include <string>
#include <vector>

namespace mesh::routes {

// A trace with what it starts from.
struct Traced {
  std::string from;
  istio::Trace trace;
  std::vector<print::Step> remarks{};
};

// Throws Error for a client whose traffic there does not pass through a sidecar.
Traced trace_from(const istio::MeshIndex& index, const Pod& client, const TraceTarget& target);

}  // namespace mesh::routes

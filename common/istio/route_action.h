// SPDX-License-Identifier: Apache-2.0
//
// What a route does with a request that it takes: destinations with weights, mirrors, rewrite,
// redirect, direct response (RTE-33, RTE-36, RTE-41).
#pragma once

#include "common/istio/trace.h"

#include <cstdint>
#include <vector>

namespace mesh::istio {

struct RequestContext {
  const ProxyScope& scope;
  Dialled dialled;
  std::int64_t port = 0;  // of the listener, or of the Gateway's server
  const HttpRequest& request;
};

// Fills in everything of the trace from `result` on.
void apply_route(const RequestContext& context, const HttpRouteEntry& route, Trace& trace);

// The clusters of a chain of bytes.
void apply_clusters(const ProxyScope& scope, const Dialled& dialled,
                    const std::vector<ClusterName>& names, Trace& trace);

}  // namespace mesh::istio

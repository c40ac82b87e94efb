// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/istio/trace.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace mesh::routes {

// RTE-62: the port on which the pod's proxy listens for what arrives at this port of its Service;
// the number itself if no Service has it.
std::int64_t arrives_at(const Snapshot& snapshot, const Pod& pod, std::int64_t service_port);

// The pods that --gateway means: a pod, a Service or a Gateway, as NAMESPACE/NAME or TYPE/NAME.
// Throws Error if there is none.
std::vector<const Pod*> gateway_pods_named(const Snapshot& snapshot, std::string_view word,
                                           std::string_view default_ns);

// One pod of each set of gateway pods that some Gateway with this host selects.
std::vector<const Pod*> gateway_pods_serving(const Snapshot& snapshot, std::string_view host);

}  // namespace mesh::routes

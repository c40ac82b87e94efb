// SPDX-License-Identifier: Apache-2.0
//
// What a trace does not follow by itself, as steps of its answer.
#pragma once

#include "common/istio/reach.h"
#include "common/print/answer.h"

#include <cstdint>
#include <optional>
#include <string>

namespace mesh::routes {

// RTE-62: no Service of the gateway leads to the port, so that nobody outside gets there.
std::optional<print::Step> closed_port(const Snapshot& snapshot, const Pod& gateway,
                                       std::int64_t service_port);

// The certificate that the gateway's server presents, which is for mesh-certs to judge.
std::optional<print::Step> presented_certificate(const istio::Trace& trace);

// What the pods at the end make of what arrives. Empty endpoints where nothing is routed there.
istio::Reach arrival(const Snapshot& snapshot, const istio::Trace& trace,
                     const istio::Payload& payload);

// What the client sees if pods at the end refuse it; empty if all take it.
std::string refusal_text(const istio::Reach& arrival, const istio::Payload& payload);

}  // namespace mesh::routes

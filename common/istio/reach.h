// SPDX-License-Identifier: Apache-2.0
//
// Whether a client pod reaches a Service port: what its proxy does with it, what goes over
// the wire (B.3), and what each server makes of that (B.2, B.5).
#pragma once

#include "common/istio/inbound.h"
#include "common/istio/trace.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

struct ReachedEndpoint {
  std::string address;
  std::int64_t port = 0;
  const Pod* pod = nullptr;  // nullptr: no pod has the address
  Wire wire = Wire::Plaintext;
  // What the pod's proxy or application makes of it; unset where no pod has the address: the
  // connection leaves the mesh.
  std::optional<ServerOutcome> outcome;
  Inbound inbound;  // of the pod
};

struct Reach {
  bool has_proxy = false;                  // the client's, and it passes through it
  std::vector<Trace> traces;               // one for each address dialled; empty without a proxy
  std::vector<ReachedEndpoint> endpoints;  // sorted by address and port
  bool is_partial = false;                 // one of several clusters is missing or has no endpoint
  Reasons reasons;
};

// What is asked.
struct ReachQuestion {
  const Pod& client;
  const MeshService& service;
  const MeshPort& port;
  AppProtocol protocol = AppProtocol::Http;
};

Reach reach(const MeshIndex& index, const ReachQuestion& question);

// What the pods at the end of a trace make of what arrives there. Only of clusters whose endpoints
// istiod names; `protocol` is what the proxy hands on.
Reach reach_at_end(const Snapshot& snapshot, Trace trace, AppProtocol protocol);

// The reasons, with the one that decides: a tls block of the client's DestinationRule, else the
// policy of the server, else how the trace ended.
Reasons explain(const Reach& reach);

// "ok", "refused_plaintext", … "leaves_mesh"; "mixed", "no_endpoints", "no_cluster", or how the
// trace ended.
std::string outcome_text(const Reach& reach);
std::string_view outcome_text(const ReachedEndpoint& endpoint);

// "plaintext", …; "mixed" if the endpoints differ; empty without endpoints.
std::string wire_text(const Reach& reach);

// What the client sees for an outcome: "503 UC", "connection reset"; empty if it works.
std::string symptom_of(std::string_view outcome, AppProtocol protocol, bool has_proxy);

// "direct" without a proxy, else how the trace ended; "none" if there was nothing to dial.
std::string via_text(const Reach& reach);

// How a client's sidecar treats a Service port: "http", "auto", "tcp", "mongo", "tls", or "none" if
// it has no listener of its own.
std::string_view client_protocol(const ProxyScope& scope, const MeshService& service,
                                 const MeshPort& port);

}  // namespace mesh::istio

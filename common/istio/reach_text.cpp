// SPDX-License-Identifier: Apache-2.0
//
// The words for what became of a client's connection, and what the client sees.
#include "common/istio/reach.h"

#include <algorithm>
#include <set>

namespace mesh::istio {

std::string_view outcome_text(const ReachedEndpoint& endpoint) {
  return endpoint.outcome ? text(*endpoint.outcome) : "leaves_mesh";
}

std::string outcome_text(const Reach& reach) {
  std::set<std::string> outcomes;
  for (const ReachedEndpoint& endpoint : reach.endpoints) {
    outcomes.emplace(outcome_text(endpoint));
  }
  if (reach.endpoints.empty()) {
    if (reach.traces.empty()) {
      return "no_endpoints";
    }
    const Trace& trace = reach.traces.back();
    if (trace.result != TraceResult::Routed) {
      return trace.result == TraceResult::Passthrough ? "no_endpoints"
                                                      : std::string(text(trace.result));
    }
    const bool exists = std::any_of(trace.clusters.begin(), trace.clusters.end(),
                                    [](const Cluster& cluster) { return cluster.exists; });
    return exists ? "no_endpoints" : "no_cluster";
  }
  return outcomes.size() == 1 && !reach.is_partial ? *outcomes.begin() : "mixed";
}

std::string wire_text(const Reach& reach) {
  std::set<std::string_view> wires;
  for (const ReachedEndpoint& endpoint : reach.endpoints) {
    wires.insert(text(endpoint.wire));
  }
  if (wires.empty()) {
    return {};
  }
  return wires.size() == 1 ? std::string(*wires.begin()) : "mixed";
}

std::string symptom_of(std::string_view outcome, AppProtocol protocol, bool has_proxy) {
  const bool sees_503 = has_proxy && protocol == AppProtocol::Http;
  if (outcome == "refused_plaintext") {
    return sees_503 ? "503 UC" : "connection reset";
  }
  if (outcome == "refused_mtls" || outcome == "refused_tls") {
    return sees_503 ? "503 UF or UC" : "connection reset";
  }
  if (outcome == "refused_mtls_by_plain_server") {
    return sees_503 ? "503 UF, TLS error: WRONG_VERSION_NUMBER" : "connection closed";
  }
  if (outcome == "protocol_error") {
    return sees_503 ? "503 UC or UPE" : "connection closed";
  }
  if (outcome == "tls_to_app") {
    return sees_503 ? "503 UF or UC" : "the application gets TLS";
  }
  if (outcome == "no_endpoints") {
    return sees_503 ? "503 UH" : "connection refused";
  }
  if (outcome == "no_cluster") {
    return sees_503 ? "503 NC" : "connection closed";
  }
  if (outcome == "not_found") {
    return "404 NR";
  }
  return outcome == "blackhole" ? (sees_503 ? "502" : "connection closed") : "";
}

std::string via_text(const Reach& reach) {
  if (!reach.has_proxy) {
    return "direct";
  }
  return reach.traces.empty() ? "none" : std::string(text(reach.traces.back().result));
}

}  // namespace mesh::istio

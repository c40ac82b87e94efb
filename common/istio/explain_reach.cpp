// SPDX-License-Identifier: Apache-2.0
//
// Why a client reaches a server or does not, with the object that decides: the client's side first
// (route, DestinationRule), then what each sort of server makes of what arrives.
#include "common/base/text.h"
#include "common/istio/reach.h"
#include "common/istio/redirection.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace mesh::istio {
namespace {

// The tls block by which the client's proxy encrypts, or does not.
const Cluster* cluster_with_tls(const Reach& reach) {
  for (const Trace& trace : reach.traces) {
    for (const Cluster& cluster : trace.clusters) {
      if (cluster.exists && cluster.is_changed_by_rule()) {
        return &cluster;
      }
    }
  }
  return nullptr;
}

class Explainer {
 public:
  explicit Explainer(const Reach& reach) : reach_(reach) {}

  Reasons run() {
    client_side();
    for (const ReachedEndpoint& endpoint : reach_.endpoints) {
      server_side(endpoint);
    }
    return std::move(reasons_);
  }

 private:
  void client_side() {
    if (reach_.traces.empty()) {
      client_itself();
      return;
    }
    reasons_ = reach_.traces.back().reasons;
    client_itself();
    if (const Cluster* cluster = cluster_with_tls(reach_)) {
      reasons_.add(cluster->tls_source.rule->ref, cluster->tls_source.field,
                   "the client's proxy sends {}", text(cluster->tls));
      reasons_.decide();
      by_client_ = true;
    }
  }

  void client_itself() {
    for (const Reason& reason : reach_.reasons.list()) {
      reasons_.add(reason.object, reason.field, "{}", reason.text);
    }
  }

  // Pods that decide alike are told once.
  void server_side(const ReachedEndpoint& endpoint) {
    if (endpoint.pod == nullptr) {
      once(fmt::format("{} belongs to no pod: the connection leaves the mesh", endpoint.address),
           {}, {});
      return;
    }
    const Inbound& inbound = endpoint.inbound;
    if (inbound.proxy != ServerProxy::Sidecar) {
      once(fmt::format("{} {} on port {}: {}", endpoint.pod->ref.text(),
                       inbound.proxy == ServerProxy::Gateway ? "is a gateway" : "has no sidecar",
                       endpoint.port, outcome_text(endpoint)),
           endpoint.pod->ref, {});
      return;
    }
    const auto port = static_cast<std::int32_t>(endpoint.port);
    if (const auto by = inbound_bypass(*endpoint.pod, port)) {
      once(fmt::format("port {} bypasses the proxy, {} arrives: {}", endpoint.port,
                       text(endpoint.wire), outcome_text(endpoint)),
           endpoint.pod->ref, by->field);
      return;
    }
    const std::string said =
        fmt::format("port {} is {}, {} arrives: {}", endpoint.port, text(inbound.mode),
                    text(endpoint.wire), outcome_text(endpoint));
    if (inbound.policy.policy != nullptr) {
      once(said, inbound.policy.policy->ref, inbound.policy.field);
    } else {
      once(said + " (no PeerAuthentication: Istio's default)", endpoint.pod->ref, {});
    }
  }

  void once(const std::string& said, const ObjectRef& object, const FieldPath& field) {
    const auto& list = reasons_.list();
    const bool known = std::any_of(list.begin(), list.end(), [&](const Reason& reason) {
      return reason.text == said && reason.object == object;
    });
    if (known) {
      return;
    }
    reasons_.add(object, field, "{}", said);
    // Where a rule of the client overrides what auto mTLS would do, that rule decides.
    if (!by_client_) {
      reasons_.decide();
    }
  }

  const Reach& reach_;
  Reasons reasons_;
  bool by_client_ = false;
};

}  // namespace

Reasons explain(const Reach& reach) {
  return Explainer(reach).run();
}

}  // namespace mesh::istio

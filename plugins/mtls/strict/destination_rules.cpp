// SPDX-License-Identifier: Apache-2.0
//
// MTLS-20: a DestinationRule with DISABLE makes clients send plaintext, one with SIMPLE or MUTUAL
// TLS without a certificate of the mesh. Neither passes a STRICT port.

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "plugins/mtls/clients.h"
#include "plugins/mtls/strict/review.h"
#include "plugins/mtls/strict/strict_port.h"
#include "plugins/mtls/workloads.h"

#include <fmt/format.h>

namespace mesh::mtls {
namespace {

std::string_view sends(const ClientTlsSettings& settings) {
  return settings.effective_mode() == ClientTlsMode::DISABLE ? "plaintext"
                                                             : "TLS without a mesh certificate";
}

std::string clients_text(const Impact& impact) {
  return impact.clients.empty() ? std::string("its clients")
                                : join(first_names(impact.clients), ", ");
}

Obstacle obstacle_of(const TlsBlock& block, const Impact& impact) {
  const std::string field = block.field.text();
  return {.object = block.rule->ref,
          .field = block.field,
          .reason = fmt::format("{} makes {} send {} to {}, which would be refused",
                                block.rule->ref.text(), clients_text(impact),
                                sends(*block.settings), pods_text(impact)),
          .remedy = fmt::format("set {}.mode to ISTIO_MUTUAL, or remove {}", field, field)};
}

}  // namespace

void review_destination_rules(const Snapshot& snapshot, std::string_view ns, StrictReview& review) {
  const Clients& clients = snapshot.view<Clients>();
  const auto would_refuse = [&](const Receiver& receiver) {
    if (receiver.pod == nullptr || receiver.port == nullptr || receiver.pod->ref.ns != ns) {
      return false;
    }
    const auto target = istio::target_port_in(*receiver.pod, *receiver.port);
    return target && becomes_strict(snapshot, *receiver.pod, *target);
  };
  for (const DestinationRule& rule : snapshot.all<DestinationRule>()) {
    for (const TlsBlock& block : tls_blocks(rule)) {
      if (block.settings->effective_mode() == ClientTlsMode::ISTIO_MUTUAL) {
        continue;
      }
      if (const Impact impact = clients.impact_of(block, would_refuse)) {
        review.blockers.push_back(obstacle_of(block, impact));
      }
    }
  }
}

}  // namespace mesh::mtls

// SPDX-License-Identifier: Apache-2.0
//
// MTLS-4, MTLS-5: a policy of a workload, or of one of its ports, beats that of the namespace. What
// it leaves open stays open: nobody is cut off, but the namespace is not STRICT there. So does a
// port past the sidecar (MTLS-8).

#include "common/istio/peer_authentication.h"
#include "common/istio/redirection.h"
#include "plugins/mtls/clients.h"
#include "plugins/mtls/pod_metadata.h"
#include "plugins/mtls/server_ports.h"
#include "plugins/mtls/strict/review.h"

#include <fmt/format.h>

namespace mesh::mtls {
namespace {

bool is_open(MtlsMode mode) {
  return mode == MtlsMode::PERMISSIVE || mode == MtlsMode::DISABLE;
}

void add(const PeerAuthentication& policy, FieldPath field, const std::string& what, MtlsMode mode,
         StrictReview& review) {
  review.exceptions.push_back(
      {.object = policy.ref,
       .field = std::move(field),
       .reason = fmt::format("{} of pods with {} {} {}", what, policy.selector->match_labels.text(),
                             what == "all ports" ? "stay" : "stays", istio::text(mode)),
       .remedy = "remove it once nobody needs plaintext there"});
}

// MTLS-8.
void review_excluded_ports(const Snapshot& snapshot, const Pod& pod, StrictReview& review) {
  for (const std::int32_t port : server_ports(snapshot, pod)) {
    const auto by = istio::inbound_bypass(pod, port);
    if (!by) {
      continue;
    }
    MetadataPlace place = place_of(snapshot, pod, *by);
    review.exceptions.push_back(
        {.object = place.object,
         .field = std::move(place.field),
         .reason = fmt::format("{}: what arrives at port {} goes past its sidecar, so that no "
                               "policy holds there",
                               pod.workload.text(), port),
         .remedy = "let it pass through the sidecar once nobody needs plaintext there"});
  }
}

}  // namespace

void review_exceptions(const Snapshot& snapshot, std::string_view ns, StrictReview& review) {
  for (const PeerAuthentication& policy : snapshot.in_namespace<PeerAuthentication>(ns)) {
    if (policy.is_scope_wide()) {
      continue;
    }
    if (policy.mtls && is_open(policy.mtls->mode)) {
      add(policy, FieldPath("spec", "mtls", "mode"), "all ports", policy.mtls->mode, review);
    }
    for (const auto& [port, mtls] : policy.port_level_mtls.value_or(Map<MutualTls>())) {
      if (is_open(mtls.mode)) {
        add(policy, FieldPath("spec", "portLevelMtls", port, "mode"), fmt::format("port {}", port),
            mtls.mode, review);
      }
    }
  }
  for (const Pod* pod : snapshot.view<Clients>().pods()) {
    if (pod->ref.ns == ns) {
      review_excluded_ports(snapshot, *pod, review);
    }
  }
}

}  // namespace mesh::mtls

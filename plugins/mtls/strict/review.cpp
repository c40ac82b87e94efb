// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/strict/review.h"

#include "common/istio/peer_authentication.h"
#include "common/istio/proxy.h"
#include "common/istio/redirection.h"
#include "plugins/mtls/workloads.h"

namespace mesh::mtls {

bool becomes_strict(const Snapshot& snapshot, const Pod& pod, std::int32_t port) {
  if (!is_subject(snapshot, pod) || !istio::is_in_mesh(snapshot, pod) ||
      !istio::is_redirected(pod, port)) {
    return false;
  }
  const istio::EffectiveMtls now = istio::effective_mtls(snapshot, pod, port);
  const bool by_workload = now.policy != nullptr && !now.policy->is_scope_wide();
  return !by_workload || now.mode == MtlsMode::STRICT;
}

StrictReview review_strict(const Snapshot& snapshot, std::string_view ns) {
  StrictReview review;
  review_unmeshed(snapshot, ns, review);
  review_exposed(snapshot, ns, review);
  review_destination_rules(snapshot, ns, review);
  review_auto_mtls(snapshot, ns, review);
  review_probes(snapshot, ns, review);
  review_scrapers(snapshot, ns, review);
  review_exceptions(snapshot, ns, review);
  return review;
}

}  // namespace mesh::mtls

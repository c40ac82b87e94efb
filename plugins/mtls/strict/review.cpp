// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/strict/review.h"

namespace mesh::mtls {

StrictReview review_strict(const Snapshot& snapshot, std::string_view ns) {
  StrictReview review;
  review_unmeshed(snapshot, ns, review);
  review_bypassing(snapshot, ns, review);
  review_early(snapshot, ns, review);
  review_unimported(snapshot, ns, review);
  review_exposed(snapshot, ns, review);
  review_destination_rules(snapshot, ns, review);
  review_auto_mtls(snapshot, ns, review);
  review_probes(snapshot, ns, review);
  review_scrapers(snapshot, ns, review);
  review_exceptions(snapshot, ns, review);
  return review;
}

}  // namespace mesh::mtls

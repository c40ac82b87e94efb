// SPDX-License-Identifier: Apache-2.0
//
// What stands in the way of a namespace that is to accept only mTLS. One function, and one file,
// for each sort of thing.
#pragma once

#include "common/model/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::mtls {

struct Obstacle {
  ObjectRef object;
  FieldPath field;
  std::string reason;
  std::string remedy;
  std::string command{};  // that does it, where one does
};

struct StrictReview {
  std::vector<Obstacle> blockers;    // what would surely be cut off
  std::vector<Obstacle> possible;    // what would be if it calls; no manifest says who does
  std::vector<Obstacle> exceptions;  // what would accept plaintext all the same
};

StrictReview review_strict(const Snapshot& snapshot, std::string_view ns);

// Its parts. Workloads without a sidecar, of the namespace and of others (MTLS-31).
void review_unmeshed(const Snapshot& snapshot, std::string_view ns, StrictReview& review);
// Workloads whose sidecar does not see what they send: annotations and users (MTLS-31), init
// containers (MTLS-31), Services that it does not know (RTE-51).
void review_bypassing(const Snapshot& snapshot, std::string_view ns, StrictReview& review);
void review_early(const Snapshot& snapshot, std::string_view ns, StrictReview& review);
void review_unimported(const Snapshot& snapshot, std::string_view ns, StrictReview& review);
// Ways in from outside of the mesh.
void review_exposed(const Snapshot& snapshot, std::string_view ns, StrictReview& review);
// DestinationRules that make meshed clients send something else than mTLS (MTLS-20), and whatever
// else keeps auto mTLS from it (MTLS-21, MTLS-23, MTLS-26).
void review_destination_rules(const Snapshot& snapshot, std::string_view ns, StrictReview& review);
void review_auto_mtls(const Snapshot& snapshot, std::string_view ns, StrictReview& review);
// kubelet and Prometheus, which speak plaintext to pods (MTLS-50 … MTLS-53, MTLS-29).
void review_probes(const Snapshot& snapshot, std::string_view ns, StrictReview& review);
void review_scrapers(const Snapshot& snapshot, std::string_view ns, StrictReview& review);
// Policies of workloads and ports that stay as they are (MTLS-4, MTLS-5), and ports past the
// sidecar (MTLS-8).
void review_exceptions(const Snapshot& snapshot, std::string_view ns, StrictReview& review);

}  // namespace mesh::mtls

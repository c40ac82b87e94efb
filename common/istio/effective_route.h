// SPDX-License-Identifier: Apache-2.0
//
// RTE-35: the http rules of a VirtualService once delegates are put in their places. A delegate's
// rule takes over what it does not say itself from the root's rule; the matches of both are
// combined, and a rule whose matches contradict the root's is dropped.
#pragma once

#include "common/model/snapshot.h"

#include <deque>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh::istio {

// One match of an effective rule.
struct EffectiveMatch {
  const HttpMatchRequest* match = nullptr;
  std::string_view ns;                  // resolves the names in match->gateways
  std::optional<std::size_t> index;     // in the root's rule; unset if that has no match list
  std::optional<std::size_t> delegate;  // in the delegate's rule
};

struct EffectiveRoute {
  const HttpRoute* route = nullptr;
  std::size_t index = 0;                            // of the rule in the root's spec.http
  const VirtualService* delegate = nullptr;         // whose rule it is; nullptr: the root's own
  std::size_t delegate_index = 0;                   // in the delegate's spec.http
  std::string_view ns;                              // resolves the hosts of destinations
  std::string_view mirror_ns;                       // resolves the hosts of mirrors
  std::vector<EffectiveMatch> matches;              // empty: matches everything
  const VirtualService* virtual_service = nullptr;  // the root

  // The object in which the rule's content stands, and where.
  const VirtualService& owner() const { return delegate != nullptr ? *delegate : *virtual_service; }

  FieldPath path() const {
    return FieldPath("spec", "http", delegate != nullptr ? delegate_index : index);
  }
};

// Works the rules out and owns what merging makes. Refers to the snapshot.
class RouteMerger {
 public:
  explicit RouteMerger(const Snapshot& snapshot) : snapshot_(snapshot) {}

  std::vector<EffectiveRoute> effective_routes(const VirtualService& root);

 private:
  void append_delegated(const VirtualService& root, std::size_t index,
                        std::vector<EffectiveRoute>& out);
  std::optional<std::vector<EffectiveMatch>> combine(const VirtualService& root,
                                                     const HttpRoute& root_rule,
                                                     const VirtualService& delegate,
                                                     const HttpRoute& rule);

  const Snapshot& snapshot_;
  std::deque<HttpRoute> merged_routes_;
  std::deque<HttpMatchRequest> merged_matches_;
};

}  // namespace mesh::istio

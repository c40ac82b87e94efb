// SPDX-License-Identifier: Apache-2.0
//
// RTE-27: a match of a rule that earlier rules take whole, while the rule itself can be reached by
// its other matches.
#pragma once

#include "common/istio/virtual_service.h"

#include <vector>

namespace mesh::istio {

struct UnreachableMatch {
  std::size_t rule = 0;
  std::size_t match = 0;
  std::size_t taken_by = 0;        // the earlier rule,
  std::size_t taken_by_match = 0;  // and its match; 0 too if it has none
};

// Those of which it is certain: one match of an earlier rule covers them. Matches of rules that
// cannot be reached at all are left out, and rules that delegate take nothing for certain.
// O(matches²).
std::vector<UnreachableMatch> unreachable_matches(const VirtualService& virtual_service,
                                                  RouteSection section);

}  // namespace mesh::istio

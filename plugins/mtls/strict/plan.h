// SPDX-License-Identifier: Apache-2.0
//
// The way to STRICT, in order: PERMISSIVE while anything is in the way, then sidecars, then all
// else that is, then STRICT.
#pragma once

#include "plugins/mtls/strict/review.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::mtls {

struct PlanStep {
  std::string text;
  std::string command;  // empty: a change of manifests
};

// Empty if the namespace is STRICT and nothing is in the way.
std::vector<PlanStep> plan_strict(const Snapshot& snapshot, std::string_view ns,
                                  const StrictReview& review);

}  // namespace mesh::mtls

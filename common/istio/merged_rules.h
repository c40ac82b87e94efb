// SPDX-License-Identifier: Apache-2.0
//
// MTLS-35: how istiod merges the DestinationRules of one namespace for one host.
#pragma once

#include "common/model/destination_rule.h"

#include <set>
#include <string_view>
#include <vector>

namespace mesh::istio {

using Exports = std::set<std::string_view>;

// Rules that are one to the clients that see the first of them.
struct RuleGroup {
  std::vector<const DestinationRule*> rules;
  Exports exports;  // of the first

  bool is_visible_to(std::string_view ns) const {
    return exports.empty() || exports.contains("*") || exports.contains(ns);
  }
};

// `rules` in istiod's order: those with a workloadSelector first, then the older ones. The groups
// in the order in which they are asked; a rule may be in several.
std::vector<RuleGroup> merge_rules(const std::vector<const DestinationRule*>& rules);

}  // namespace mesh::istio

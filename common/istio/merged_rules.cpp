// SPDX-License-Identifier: Apache-2.0
#include "common/istio/merged_rules.h"

#include <algorithm>

namespace mesh::istio {
namespace {

bool has_same_selector(const DestinationRule& a, const DestinationRule& b) {
  if (!a.workload_selector || !b.workload_selector) {
    return a.workload_selector.has_value() == b.workload_selector.has_value();
  }
  return a.workload_selector->match_labels == b.workload_selector->match_labels;
}

// MTLS-35: a selector makes a rule private, whatever its exportTo.
Exports exports_of(const DestinationRule& rule) {
  return rule.workload_selector ? Exports{"."}
                                : Exports(rule.export_to.begin(), rule.export_to.end());
}

// MTLS-35: a rule joins each group of the same exportTo, or of one that it widens; and unless the
// last group is one that it joins for good, it also stands alone.
void add_to_groups(const DestinationRule& rule, std::vector<RuleGroup>& groups) {
  const Exports exports = exports_of(rule);
  bool stands_alone = true;
  for (RuleGroup& group : groups) {
    const DestinationRule& first = *group.rules.front();
    const bool widens =
        !group.exports.empty() &&
        std::includes(exports.begin(), exports.end(), group.exports.begin(), group.exports.end());
    const bool both_select = first.workload_selector && rule.workload_selector;
    if ((exports != group.exports && !widens) || (both_select && !has_same_selector(first, rule))) {
      stands_alone = true;
      continue;
    }
    stands_alone = exports != group.exports && !has_same_selector(first, rule);
    group.rules.push_back(&rule);
  }
  if (stands_alone) {
    groups.push_back({.rules = {&rule}, .exports = exports});
  }
}

}  // namespace

std::vector<RuleGroup> merge_rules(const std::vector<const DestinationRule*>& rules) {
  std::vector<RuleGroup> groups;
  for (const DestinationRule* rule : rules) {
    add_to_groups(*rule, groups);
  }
  return groups;
}

}  // namespace mesh::istio

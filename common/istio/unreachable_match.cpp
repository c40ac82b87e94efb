// SPDX-License-Identifier: Apache-2.0
#include "common/istio/unreachable_match.h"

#include "common/istio/match_cover.h"
#include "common/istio/route_match.h"

#include <algorithm>
#include <optional>
#include <type_traits>

namespace mesh::istio {
namespace {

// What a rule may hand over to a delegate, it does not take for certain.
template <typename Rule>
bool hands_over(const Rule& rule) {
  if constexpr (std::is_same_v<Rule, HttpRoute>) {
    return rule.delegate.has_value();
  } else {
    return false;
  }
}

// The match of `rule` that covers `later`; a rule without a match has one without conditions.
template <typename Rule, typename Match>
std::optional<std::size_t> covering_match(const Rule& rule, const Match& later,
                                          const VirtualService& owner) {
  if (hands_over(rule)) {
    return std::nullopt;
  }
  if (rule.match.empty()) {
    return covers(Match{}, later, owner) ? std::optional<std::size_t>(0) : std::nullopt;
  }
  for (std::size_t i = 0; i < rule.match.size(); ++i) {
    if (covers(rule.match[i], later, owner)) {
      return i;
    }
  }
  return std::nullopt;
}

template <typename Rule>
void append_rule(const std::vector<Rule>& rules, std::size_t rule, const VirtualService& owner,
                 std::vector<UnreachableMatch>& out) {
  for (std::size_t match = 0; match < rules[rule].match.size(); ++match) {
    for (std::size_t earlier = 0; earlier < rule; ++earlier) {
      if (const auto taken = covering_match(rules[earlier], rules[rule].match[match], owner)) {
        out.push_back({rule, match, earlier, *taken});
        break;
      }
    }
  }
}

template <typename Rule>
std::vector<UnreachableMatch> find(const std::vector<Rule>& rules, const VirtualService& owner,
                                   const std::vector<UnreachableRule>& unreachable) {
  std::vector<UnreachableMatch> out;
  for (std::size_t i = 1; i < rules.size(); ++i) {
    const bool is_reached =
        std::none_of(unreachable.begin(), unreachable.end(),
                     [&](const UnreachableRule& each) { return each.rule == i; });
    if (is_reached) {
      append_rule(rules, i, owner, out);
    }
  }
  return out;
}

}  // namespace

std::vector<UnreachableMatch> unreachable_matches(const VirtualService& virtual_service,
                                                  RouteSection section) {
  const std::vector<UnreachableRule> rules = unreachable_rules(virtual_service, section);
  switch (section) {
    case RouteSection::Http:
      return find(virtual_service.http, virtual_service, rules);
    case RouteSection::Tls:
      return find(virtual_service.tls, virtual_service, rules);
    case RouteSection::Tcp:
      return find(virtual_service.tcp, virtual_service, rules);
  }
  return {};
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#include "common/istio/route_match.h"

#include "common/istio/gateway_pods.h"
#include "common/istio/match_cover.h"

#include <algorithm>

namespace mesh::istio {
namespace {

bool names_listener(std::string_view reference, std::string_view ns, const Listener& where) {
  if (where.gateway == nullptr || reference == "mesh") {
    return where.gateway == nullptr && reference == "mesh";
  }
  const auto [gateway_ns, name] = resolve_gateway_name(reference, ns);
  return gateway_ns == where.gateway->ref.ns && name == where.gateway->ref.name;
}

template <typename Match>
bool match_applies(const Match& match, std::string_view ns, const Listener& where) {
  if (match.port && where.port && *match.port != *where.port) {
    return false;
  }
  return match.gateways.empty() ||
         std::any_of(match.gateways.begin(), match.gateways.end(), [&](std::string_view reference) {
           return names_listener(reference, ns, where);
         });
}

template <typename Match>
bool some_match_applies(const std::vector<Match>& matches, std::string_view ns,
                        const Listener& where) {
  return matches.empty() || std::any_of(matches.begin(), matches.end(), [&](const Match& match) {
           return match_applies(match, ns, where);
         });
}

// Only http rules can hand over to a delegate, which may take less than the rule's own matches.
bool takes_what_it_matches(const HttpRoute& rule) {
  return !rule.delegate;
}

template <typename Rule>
bool takes_what_it_matches(const Rule& /*rule*/) {
  return true;
}

// A rule without a match is one whose match has no conditions.
template <typename Rule>
auto matches_of(const Rule& rule) {
  auto matches = rule.match;
  if (matches.empty()) {
    matches.emplace_back();
  }
  return matches;
}

template <typename Rule, typename Match>
std::optional<std::size_t> rule_taking(const Match& match, const std::vector<Rule>& rules,
                                       std::size_t before, const VirtualService& owner) {
  for (std::size_t i = 0; i < before; ++i) {
    const auto matches = matches_of(rules[i]);
    if (takes_what_it_matches(rules[i]) &&
        std::any_of(matches.begin(), matches.end(),
                    [&](const Match& earlier) { return covers(earlier, match, owner); })) {
      return i;
    }
  }
  return std::nullopt;
}

template <typename Rule>
std::vector<std::size_t> rules_taking_all_of(std::size_t rule, const std::vector<Rule>& rules,
                                             const VirtualService& owner) {
  std::vector<std::size_t> taken_by;
  for (const auto& match : matches_of(rules[rule])) {
    const auto taker = rule_taking(match, rules, rule, owner);
    if (!taker) {
      return {};
    }
    taken_by.push_back(*taker);
  }
  std::sort(taken_by.begin(), taken_by.end());
  taken_by.erase(std::unique(taken_by.begin(), taken_by.end()), taken_by.end());
  return taken_by;
}

template <typename Rule>
std::vector<UnreachableRule> unreachable(const std::vector<Rule>& rules,
                                         const VirtualService& owner) {
  std::vector<UnreachableRule> found;
  for (std::size_t i = 1; i < rules.size(); ++i) {
    std::vector<std::size_t> taken_by = rules_taking_all_of(i, rules, owner);
    if (!taken_by.empty()) {
      found.push_back({.rule = i, .taken_by = std::move(taken_by)});
    }
  }
  return found;
}

template <typename Rule>
bool takes_all(const Rule& rule, const VirtualService& owner) {
  const auto matches = matches_of(rule);
  using Match = typename decltype(rule.match)::value_type;
  return std::any_of(matches.begin(), matches.end(),
                     [&](const Match& match) { return covers(match, Match{}, owner); });
}

}  // namespace

bool rule_applies(const VirtualService& virtual_service, RouteSection section, std::size_t rule,
                  const Listener& where) {
  const std::string_view ns = virtual_service.ref.ns;
  switch (section) {
    case RouteSection::Http:
      return some_match_applies(virtual_service.http[rule].match, ns, where);
    case RouteSection::Tls:
      return some_match_applies(virtual_service.tls[rule].match, ns, where);
    case RouteSection::Tcp:
      return some_match_applies(virtual_service.tcp[rule].match, ns, where);
  }
  return false;
}

std::size_t rule_count(const VirtualService& virtual_service, RouteSection section) {
  switch (section) {
    case RouteSection::Http:
      return virtual_service.http.size();
    case RouteSection::Tls:
      return virtual_service.tls.size();
    case RouteSection::Tcp:
      return virtual_service.tcp.size();
  }
  return 0;
}

bool any_rule_applies(const VirtualService& virtual_service, RouteSection section,
                      const Listener& where) {
  for (std::size_t i = 0; i < rule_count(virtual_service, section); ++i) {
    if (rule_applies(virtual_service, section, i, where)) {
      return true;
    }
  }
  return false;
}

bool takes_everything(const VirtualService& virtual_service, RouteSection section,
                      std::size_t rule) {
  switch (section) {
    case RouteSection::Http:
      return takes_all(virtual_service.http[rule], virtual_service);
    case RouteSection::Tls:
      return false;  // a tls match names its hosts
    case RouteSection::Tcp:
      return takes_all(virtual_service.tcp[rule], virtual_service);
  }
  return false;
}

std::vector<UnreachableRule> unreachable_rules(const VirtualService& virtual_service,
                                               RouteSection section) {
  switch (section) {
    case RouteSection::Http:
      return unreachable(virtual_service.http, virtual_service);
    case RouteSection::Tls:
      return unreachable(virtual_service.tls, virtual_service);
    case RouteSection::Tcp:
      return unreachable(virtual_service.tcp, virtual_service);
  }
  return {};
}

}  // namespace mesh::istio

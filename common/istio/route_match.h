// SPDX-License-Identifier: Apache-2.0
//
// RTE-27, RTE-28: rules of a VirtualService are tried in order. `port`, `gateways`, `sourceLabels`
// and `sourceNamespace` of a match are decided beforehand, for each listener; what comes behind a
// rule that takes every request is not even sent to the proxies.
#pragma once

#include "common/istio/virtual_service.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace mesh::istio {

// Where rules are applied: at a Gateway, or (nullptr) in the sidecars.
struct Listener {
  const Gateway* gateway = nullptr;
  std::optional<std::int64_t> port = std::nullopt;  // unset: any port
};

// RTE-28, RTE-14: whether a rule can apply there: it has no match, or one that names neither other
// gateways nor another port. `rule` is an index in the section.
bool rule_applies(const VirtualService& virtual_service, RouteSection section, std::size_t rule,
                  const Listener& where);

// The same for any rule of the section.
bool any_rule_applies(const VirtualService& virtual_service, RouteSection section,
                      const Listener& where);

std::size_t rule_count(const VirtualService& virtual_service, RouteSection section);

// Whether the rule has no match, or a match without conditions (uri prefix `/` is none).
bool takes_everything(const VirtualService& virtual_service, RouteSection section,
                      std::size_t rule);

// A rule all of whose requests are taken by earlier rules.
struct UnreachableRule {
  std::size_t rule = 0;
  std::vector<std::size_t> taken_by;  // ascending, each once
};

// Every rule of the section that cannot be reached for certain: each of its matches is covered by
// one match of an earlier rule. A rule that delegates takes nothing for certain. O(matches²).
std::vector<UnreachableRule> unreachable_rules(const VirtualService& virtual_service,
                                               RouteSection section);

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// MTLS-34 … MTLS-38: which DestinationRules decide for a client and a host, and what they say for a
// port or subset. First the client's namespace, then the service's, then the root namespace; the
// first level that has a rule for the host decides, and only rules of equal host and exportTo
// merge.
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh::istio {

// The rules that decide, oldest first; more than one are merged (MTLS-35). Empty: none applies.
struct SelectedRules {
  std::vector<const DestinationRule*> rules;

  bool empty() const { return rules.empty(); }

  // The rule whose trafficPolicy counts: the oldest that has one; nullptr if none has.
  const DestinationRule* policy_owner() const;

  // The subset of that name and the rule it stands in; of equal names the older one's counts.
  struct SubsetEntry {
    const DestinationRule* rule = nullptr;
    std::size_t index = 0;  // in rule->subsets

    const Subset& subset() const { return rule->subsets[index]; }
  };

  std::optional<SubsetEntry> find_subset(std::string_view name) const;
  std::vector<std::string_view> subset_names() const;
};

// What clients in `client_ns` use for `host` (fully qualified). `service_ns` is the namespace of
// the Service or ServiceEntry behind the host, empty if unknown. `client_labels` are those of the
// client pod for rules with a workloadSelector; nullptr: a client that no such rule selects.
SelectedRules select_destination_rules(const Snapshot& snapshot, std::string_view client_ns,
                                       std::string_view host, std::string_view service_ns,
                                       const Labels* client_labels = nullptr);

// MTLS-36: the tls block in force for a Service port. Two different things leave `settings` empty,
// and both mean auto mTLS (MTLS-25): no rule applies (`rule` is nullptr too), or the one that
// applies states no tls for this port.
struct ClientTls {
  const DestinationRule* rule = nullptr;
  const ClientTlsSettings* settings = nullptr;
  FieldPath field;  // of that block in `rule`; where it would stand if there is none
  // MTLS-37: the block by which the endpoints are marked, a port block without tls notwithstanding.
  const ClientTlsSettings* endpoint_settings = nullptr;
};

// `port` is the Service port number; `subset` may be empty.
ClientTls client_tls(const SelectedRules& rules, std::int64_t port, std::string_view subset = {});

// MTLS-36, for the other parts of a trafficPolicy; nullptr: none in force.
const LoadBalancerSettings* load_balancer(const SelectedRules& rules, std::int64_t port,
                                          std::string_view subset = {});
const OutlierDetection* outlier_detection(const SelectedRules& rules, std::int64_t port,
                                          std::string_view subset = {});

}  // namespace mesh::istio

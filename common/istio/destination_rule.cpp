// SPDX-License-Identifier: Apache-2.0
#include "common/istio/destination_rule.h"

#include "common/istio/export_to.h"
#include "common/istio/merged_rules.h"
#include "common/istio/mesh_config.h"
#include "common/model/host.h"

#include <algorithm>

namespace mesh::istio {
namespace {

// Which rules of a namespace a level of the lookup sees.
enum class Sees { OwnRules, PrivateRules, ExportedRules };

struct Level {
  std::string_view ns;
  Sees sees = Sees::ExportedRules;
};

bool is_more_specific(const DestinationRule& a, const DestinationRule& b) {
  const std::string host_a = fully_qualified(a.host, a.ref.ns);
  const std::string host_b = fully_qualified(b.host, b.ref.ns);
  if (is_wildcard(host_a) != is_wildcard(host_b)) {
    return !is_wildcard(host_a);
  }
  return host_a.size() > host_b.size();
}

bool has_same_host(const DestinationRule& a, const DestinationRule& b) {
  return fully_qualified(a.host, a.ref.ns) == fully_qualified(b.host, b.ref.ns);
}

// MTLS-35: rules with a workloadSelector come first, then the older ones.
bool comes_before(const DestinationRule* a, const DestinationRule* b) {
  if (a->workload_selector.has_value() != b->workload_selector.has_value()) {
    return a->workload_selector.has_value();
  }
  return is_older(*a, *b);
}

class Selection {
 public:
  Selection(const Snapshot& snapshot, std::string_view client_ns, std::string_view host,
            const Labels* client_labels)
      : snapshot_(snapshot), client_ns_(client_ns), host_(host), client_labels_(client_labels) {}

  // What a level decides; nullopt: it has no rule for the host, the next one is asked.
  std::optional<SelectedRules> select(const Level& level) const {
    std::vector<RuleGroup> groups = merge_rules(candidates(level));
    if (level.sees == Sees::ExportedRules) {
      std::erase_if(groups,
                    [&](const RuleGroup& group) { return !group.is_visible_to(client_ns_); });
    }
    if (groups.empty()) {
      return std::nullopt;
    }
    // Only rules that select other clients: no rule, and no other level is asked (MTLS-34).
    SelectedRules found;
    for (RuleGroup& group : groups) {
      if (selects_client(*group.rules.front())) {
        return SelectedRules{std::move(group.rules)};
      }
      if (!group.rules.front()->workload_selector) {
        found.rules = std::move(group.rules);
      }
    }
    return found;
  }

 private:
  std::span<const std::string_view> defaults() const {
    return mesh_config(snapshot_).default_destination_rule_export_to;
  }

  // The rules of the most specific host pattern that covers the host. exportTo to this client is
  // looked at only afterwards (MTLS-34).
  std::vector<const DestinationRule*> candidates(const Level& level) const {
    if (!is_discovered(snapshot_, level.ns)) {
      return {};
    }
    std::vector<const DestinationRule*> rules =
        snapshot_.destination_rules_covering(level.ns, host_);
    std::erase_if(rules, [&](const DestinationRule* rule) { return !belongs(*rule, level); });
    if (rules.empty()) {
      return rules;
    }
    const DestinationRule& best =
        **std::min_element(rules.begin(), rules.end(),
                           [](const auto* a, const auto* b) { return is_more_specific(*a, *b); });
    std::erase_if(rules, [&](const DestinationRule* rule) { return !has_same_host(*rule, best); });
    std::sort(rules.begin(), rules.end(), comes_before);
    return rules;
  }

  bool belongs(const DestinationRule& rule, const Level& level) const {
    const bool is_own =
        rule.workload_selector || is_private(rule.export_to, defaults(), rule.ref.ns);
    switch (level.sees) {
      case Sees::OwnRules:
        return rule.workload_selector || is_exported(rule.export_to, {}, rule.ref.ns, rule.ref.ns);
      case Sees::PrivateRules:
        return is_own;
      case Sees::ExportedRules:
        return !is_own;
    }
    return false;
  }

  bool selects_client(const DestinationRule& rule) const {
    return rule.workload_selector && client_labels_ != nullptr && rule.ref.ns == client_ns_ &&
           client_labels_->contains_all(rule.workload_selector->match_labels);
  }

  const Snapshot& snapshot_;
  std::string_view client_ns_;
  std::string_view host_;
  const Labels* client_labels_;
};

std::vector<Level> levels(const Snapshot& snapshot, std::string_view client_ns,
                          std::string_view service_ns) {
  const std::string_view root = root_namespace(snapshot);
  std::vector<Level> out{{client_ns, client_ns == root ? Sees::PrivateRules : Sees::OwnRules}};
  if (!service_ns.empty()) {
    out.push_back({service_ns, Sees::ExportedRules});
  }
  out.push_back({root, Sees::ExportedRules});
  return out;
}

std::optional<std::size_t> find_port_policy(const TrafficPolicy& policy, std::int64_t port) {
  for (std::size_t i = 0; i < policy.port_level_settings.size(); ++i) {
    const PortTrafficPolicy& block = policy.port_level_settings[i];
    if (block.port && block.port->number == port) {
      return i;
    }
  }
  return std::nullopt;
}

const ClientTlsSettings* pointer_to(const std::optional<ClientTlsSettings>& tls) {
  return tls ? &*tls : nullptr;
}

// What one trafficPolicy says for a port.
struct PolicyTls {
  ClientTls tls;
  bool is_port_block = false;
};

// MTLS-36: a port block replaces the policy around it wholesale; only the marks of the endpoints
// still follow that policy if the block has no tls (MTLS-37).
PolicyTls tls_in_policy(const DestinationRule& rule, const TrafficPolicy& policy,
                        const FieldPath& path, std::int64_t port) {
  const ClientTlsSettings* around = pointer_to(policy.tls);
  const auto index = find_port_policy(policy, port);
  if (!index) {
    return {{&rule, around, path.with("tls"), around}, false};
  }
  const ClientTlsSettings* own = pointer_to(policy.port_level_settings[*index].tls);
  const FieldPath field = path.with("portLevelSettings", *index, "tls");
  return {{&rule, own, field, own != nullptr ? own : around}, true};
}

// A part of one trafficPolicy for a port. `is_final`: a port block speaks, with or without it.
template <typename T>
struct PolicyPart {
  const T* part = nullptr;
  bool is_final = false;
};

template <typename T>
PolicyPart<T> part_in_policy(const TrafficPolicy& policy, std::int64_t port,
                             std::optional<T> TrafficPolicy::*whole,
                             std::optional<T> PortTrafficPolicy::*of_port) {
  const auto index = find_port_policy(policy, port);
  const std::optional<T>& part =
      index ? policy.port_level_settings[*index].*of_port : policy.*whole;
  return {part ? &*part : nullptr, index.has_value()};
}

template <typename T>
const T* effective_part(const SelectedRules& rules, std::int64_t port, std::string_view subset,
                        std::optional<T> TrafficPolicy::*whole,
                        std::optional<T> PortTrafficPolicy::*of_port) {
  const auto entry = subset.empty() ? std::nullopt : rules.find_subset(subset);
  if (entry && entry->subset().traffic_policy) {
    const PolicyPart<T> own = part_in_policy(*entry->subset().traffic_policy, port, whole, of_port);
    if (own.part != nullptr || own.is_final) {
      return own.part;
    }
  }
  const DestinationRule* owner = rules.policy_owner();
  return owner == nullptr ? nullptr
                          : part_in_policy(*owner->traffic_policy, port, whole, of_port).part;
}

}  // namespace

const DestinationRule* SelectedRules::policy_owner() const {
  const auto at = std::find_if(rules.begin(), rules.end(), [](const DestinationRule* rule) {
    return rule->traffic_policy.has_value();
  });
  return at == rules.end() ? nullptr : *at;
}

std::optional<SelectedRules::SubsetEntry> SelectedRules::find_subset(std::string_view name) const {
  for (const DestinationRule* rule : rules) {
    for (std::size_t i = 0; i < rule->subsets.size(); ++i) {
      if (rule->subsets[i].name == name) {
        return SubsetEntry{rule, i};
      }
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> SelectedRules::subset_names() const {
  std::vector<std::string_view> names;
  for (const DestinationRule* rule : rules) {
    for (const Subset& subset : rule->subsets) {
      names.push_back(subset.name);
    }
  }
  return names;
}

SelectedRules select_destination_rules(const Snapshot& snapshot, std::string_view client_ns,
                                       std::string_view host, std::string_view service_ns,
                                       const Labels* client_labels) {
  const Selection selection(snapshot, client_ns, host, client_labels);
  for (const Level& level : levels(snapshot, client_ns, service_ns)) {
    if (const auto selected = selection.select(level)) {
      return *selected;
    }
  }
  return {};
}

ClientTls client_tls(const SelectedRules& rules, std::int64_t port, std::string_view subset) {
  if (rules.empty()) {
    return {};
  }
  const DestinationRule* owner = rules.policy_owner();
  const FieldPath path("spec", "trafficPolicy");
  const ClientTls base = owner == nullptr
                             ? ClientTls{.rule = rules.rules.front(), .field = path.with("tls")}
                             : tls_in_policy(*owner, *owner->traffic_policy, path, port).tls;
  const auto entry = subset.empty() ? std::nullopt : rules.find_subset(subset);
  if (!entry || !entry->subset().traffic_policy) {
    return base;
  }
  PolicyTls own = tls_in_policy(*entry->rule, *entry->subset().traffic_policy,
                                FieldPath("spec", "subsets", entry->index, "trafficPolicy"), port);
  if (own.tls.settings == nullptr && !own.is_port_block) {
    return base;
  }
  if (own.tls.endpoint_settings == nullptr) {
    own.tls.endpoint_settings = base.endpoint_settings;
  }
  return own.tls;
}

const LoadBalancerSettings* load_balancer(const SelectedRules& rules, std::int64_t port,
                                          std::string_view subset) {
  return effective_part(rules, port, subset, &TrafficPolicy::load_balancer,
                        &PortTrafficPolicy::load_balancer);
}

const OutlierDetection* outlier_detection(const SelectedRules& rules, std::int64_t port,
                                          std::string_view subset) {
  return effective_part(rules, port, subset, &TrafficPolicy::outlier_detection,
                        &PortTrafficPolicy::outlier_detection);
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#include "common/istio/destination_rule.h"

#include "common/istio/export_to.h"
#include "common/istio/mesh_config.h"
#include "common/model/host.h"

#include <algorithm>

namespace mesh::istio {
namespace {

using Rules = std::vector<const DestinationRule*>;

// One level of the lookup: whose rules, and which of them count.
struct Level {
  std::string_view ns;
  bool private_only = false;  // the client's own root namespace
  bool exclude_private = false;
};

bool has_more_specific_host(const DestinationRule& a, const DestinationRule& b) {
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

class Selection {
 public:
  Selection(const Snapshot& snapshot, std::string_view client_ns, std::string_view host,
            const Labels* client_labels)
      : snapshot_(snapshot), client_ns_(client_ns), host_(host), client_labels_(client_labels) {}

  // The rules of a level for the most specific host pattern that covers the host, oldest first.
  // exportTo is looked at only afterwards (MTLS-34).
  Rules candidates(const Level& level) const {
    Rules rules;
    for (const DestinationRule& rule : snapshot_.in_namespace<DestinationRule>(level.ns)) {
      if (host_covers(fully_qualified(rule.host, rule.ref.ns), host_) && belongs(rule, level)) {
        rules.push_back(&rule);
      }
    }
    if (rules.empty()) {
      return rules;
    }
    const DestinationRule& best = **std::min_element(
        rules.begin(), rules.end(),
        [](const auto* a, const auto* b) { return has_more_specific_host(*a, *b); });
    std::erase_if(rules, [&](const DestinationRule* rule) { return !has_same_host(*rule, best); });
    std::sort(rules.begin(), rules.end(), [](const auto* a, const auto* b) { return is_older(*a, *b); });
    return rules;
  }

  // Rules with a workloadSelector are private to their namespace and beat the others (MTLS-35).
  std::optional<SelectedRules> select(const Level& level) const {
    Rules rules = candidates(level);
    if (rules.empty()) {
      return std::nullopt;
    }
    const Rules selecting = with_selector(rules);
    if (!selecting.empty()) {
      return SelectedRules{{selecting.front()}};
    }
    const std::size_t before = rules.size();
    std::erase_if(rules, [](const DestinationRule* rule) { return rule->workload_selector.has_value(); });
    const bool only_selecting = rules.empty() && before > 0;
    if (only_selecting) {
      return level.ns == client_ns_ ? std::optional(SelectedRules{}) : std::nullopt;
    }
    std::erase_if(rules, [&](const DestinationRule* rule) { return !is_visible(*rule); });
    return rules.empty() ? std::nullopt : std::optional(SelectedRules{merge(rules)});
  }

 private:
  std::span<const std::string_view> defaults() const {
    return mesh_config(snapshot_).default_destination_rule_export_to;
  }

  bool is_visible(const DestinationRule& rule) const {
    return is_exported(rule.export_to, defaults(), rule.ref.ns, client_ns_);
  }

  bool belongs(const DestinationRule& rule, const Level& level) const {
    const bool own = is_private(rule.export_to, defaults(), rule.ref.ns) || rule.workload_selector;
    return level.private_only ? own : !(level.exclude_private && own);
  }

  Rules with_selector(const Rules& rules) const {
    Rules selecting;
    for (const DestinationRule* rule : rules) {
      if (rule->workload_selector && client_labels_ != nullptr && rule->ref.ns == client_ns_ &&
          client_labels_->contains_all(rule->workload_selector->match_labels)) {
        selecting.push_back(rule);
      }
    }
    return selecting;
  }

  // Oldest first. Rules of equal exportTo merge; one of another exportTo starts anew, unless it
  // widens a list that the older states (MTLS-35). The newest group counts.
  static Rules merge(const Rules& rules) {
    std::vector<Rules> groups;
    for (const DestinationRule* rule : rules) {
      const auto group = std::find_if(groups.begin(), groups.end(), [&](const Rules& each) {
        return merges_into(*each.front(), *rule);
      });
      if (group == groups.end()) {
        groups.push_back({rule});
      } else {
        group->push_back(rule);
      }
    }
    return groups.back();
  }

  static bool merges_into(const DestinationRule& older, const DestinationRule& newer) {
    const auto holds = [](const DestinationRule& a, const DestinationRule& b) {
      return std::all_of(b.export_to.begin(), b.export_to.end(), [&](std::string_view entry) {
        return std::find(a.export_to.begin(), a.export_to.end(), entry) != a.export_to.end();
      });
    };
    const bool equal = holds(older, newer) && holds(newer, older);
    return equal || (!older.export_to.empty() && holds(newer, older));
  }

  const Snapshot& snapshot_;
  std::string_view client_ns_;
  std::string_view host_;
  const Labels* client_labels_;
};

std::vector<Level> levels(const Snapshot& snapshot, std::string_view client_ns,
                          std::string_view service_ns) {
  const std::string_view root = root_namespace(snapshot);
  std::vector<Level> out{{.ns = client_ns, .private_only = client_ns == root}};
  if (!service_ns.empty()) {
    out.push_back({.ns = service_ns, .private_only = false, .exclude_private = true});
  }
  out.push_back({.ns = root, .private_only = false, .exclude_private = true});
  return out;
}

template <typename PortPolicies>
std::optional<std::size_t> find_port_policy(const PortPolicies& policies, std::int64_t port) {
  for (std::size_t i = 0; i < policies.size(); ++i) {
    if (policies[i].port && policies[i].port->number == port) {
      return i;
    }
  }
  return std::nullopt;
}

// MTLS-36: a port block replaces the policy around it wholesale.
ClientTls tls_in_policy(const DestinationRule& rule, const TrafficPolicy& policy, const FieldPath& path,
                        std::int64_t port, bool& replaced) {
  if (const auto index = find_port_policy(policy.port_level_settings, port)) {
    replaced = true;
    const PortTrafficPolicy& block = policy.port_level_settings[*index];
    return {&rule, block.tls ? &*block.tls : nullptr,
            path.with("portLevelSettings", *index, "tls")};
  }
  replaced = false;
  return {&rule, policy.tls ? &*policy.tls : nullptr, path.with("tls")};
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
  bool replaced = false;
  if (const auto entry = rules.find_subset(subset); entry && entry->subset().traffic_policy) {
    const ClientTls own =
        tls_in_policy(*entry->rule, *entry->subset().traffic_policy,
                      FieldPath("spec", "subsets", entry->index, "trafficPolicy"), port, replaced);
    if (own.settings != nullptr || replaced) {
      return own.settings != nullptr ? own : ClientTls{};
    }
  }
  const DestinationRule* owner = rules.policy_owner();
  if (owner == nullptr) {
    return {};
  }
  const ClientTls base =
      tls_in_policy(*owner, *owner->traffic_policy, FieldPath("spec", "trafficPolicy"), port, replaced);
  return base.settings != nullptr ? base : ClientTls{};
}

}  // namespace mesh::istio

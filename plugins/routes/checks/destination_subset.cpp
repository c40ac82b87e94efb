// SPDX-License-Identifier: Apache-2.0
//
// RTE-42, MTLS-34: a subset must be defined by the DestinationRule that the proxy uses for the
// host: of the client's (at a Gateway: its pods') namespace first, then of the service's, then of
// the root namespace. The first that has any rule for the host decides, even one without subsets.
// If the subset is not there, the proxies have no cluster to send to.

#include "common/base/text.h"
#include "common/istio/mesh_config.h"
#include "common/istio/validate_syntax.h"
#include "common/model/host.h"
#include "plugins/routes/checks.h"
#include "plugins/routes/route_text.h"
#include "plugins/routes/unknown_host.h"

#include <algorithm>

namespace mesh::routes {
namespace {

bool defines(const DestinationRule& rule, std::string_view subset) {
  return std::any_of(rule.subsets.begin(), rule.subsets.end(),
                     [&](const Subset& each) { return each.name == subset; });
}

bool is_for(const DestinationRule& rule, std::string_view host) {
  return host_covers(fully_qualified(rule.host, rule.ref.ns), host);
}

// A proxy that does not find the subset, and what it finds instead.
struct Miss {
  istio::RouteClient client;
  const istio::SelectedRules* rules = nullptr;
};

// A rule with a workloadSelector holds for some clients of its namespace only: which, nobody can
// tell.
bool some_client_may_find_it(const Snapshot& snapshot, const istio::RoutedDestination& destination,
                             std::string_view client_ns) {
  const auto rules = snapshot.in_namespace<DestinationRule>(client_ns);
  return std::any_of(rules.begin(), rules.end(), [&](const DestinationRule& rule) {
    return rule.workload_selector && is_for(rule, destination.host) &&
           defines(rule, destination.destination->subset);
  });
}

// A namespace of its own for VirtualServices, without pods, has no clients. Neither has that of a
// Service that is left out, as far as anybody can tell.
std::vector<istio::RouteClient> clients_of(const Snapshot& snapshot,
                                           const istio::RoutedDestination& destination,
                                           std::string_view host_ns, istio::RouteContext& context) {
  const bool is_left_out = context.registry().find_all(destination.host).empty();
  std::vector<istio::RouteClient> clients =
      context.clients_of(destination, is_left_out ? std::string_view() : host_ns);
  std::erase_if(clients, [&](const istio::RouteClient& client) {
    return client.gateway == nullptr && client.ns != host_ns &&
           snapshot.knows(Kind::Pod, client.ns) && snapshot.in_namespace<Pod>(client.ns).empty();
  });
  return clients;
}

std::vector<Miss> find_misses(const Snapshot& snapshot, const istio::RoutedDestination& destination,
                              std::string_view host_ns, std::span<const istio::RouteClient> clients,
                              istio::RouteContext& context) {
  std::vector<Miss> misses;
  for (const istio::RouteClient& client : clients) {
    const auto& rules = context.destination_rules(client.ns, destination.host, host_ns);
    if (!rules.find_subset(destination.destination->subset) &&
        !some_client_may_find_it(snapshot, destination, client.ns)) {
      misses.push_back({.client = client, .rules = &rules});
    }
  }
  return misses;
}

// The namespaces that were looked through are all known.
bool can_tell(const Snapshot& snapshot, std::span<const Miss> misses, std::string_view host_ns,
              Reporter& report) {
  return report.can_tell(snapshot, Kind::DestinationRule, host_ns) &&
         report.can_tell(snapshot, Kind::DestinationRule, istio::root_namespace(snapshot)) &&
         std::all_of(misses.begin(), misses.end(), [&](const Miss& miss) {
           return report.can_tell(snapshot, Kind::DestinationRule, miss.client.ns);
         });
}

// A rule that defines the subset, or else one for the host at all, wherever it is. O(rules).
const DestinationRule* rule_elsewhere(const Snapshot& snapshot,
                                      const istio::RoutedDestination& destination) {
  const DestinationRule* found = nullptr;
  for (const DestinationRule& rule : snapshot.all<DestinationRule>()) {
    if (is_for(rule, destination.host) && defines(rule, destination.destination->subset)) {
      return &rule;
    }
    if (found == nullptr && is_for(rule, destination.host)) {
      found = &rule;
    }
  }
  return found;
}

std::string list_subsets(const istio::SelectedRules& rules) {
  const auto names = rules.subset_names();
  return names.empty() ? "no subset" : list_names(names) + " only";
}

// Which proxies miss it; empty if all do.
std::string who(std::span<const Miss> misses, std::span<const istio::RouteClient> clients) {
  if (misses.size() == clients.size()) {
    return {};
  }
  std::vector<std::string> names;
  for (const Miss& miss : misses) {
    names.push_back(describe(miss.client));
  }
  return " for " + join_and(names);
}

Finding& report_subset(const istio::RoutedDestination& destination, std::string_view whose,
                       Reporter& report, std::string_view cause) {
  return report
      .add(destination.virtual_service->ref, destination.field.with("subset"),
           "subset {} of {} {}{}: {}", destination.destination->subset, destination.host, cause,
           whose, effect_of_missing_cluster(destination))
      .symptom("{}", symptom_of_missing_cluster(destination.section));
}

// No rule is used for the host.
void report_without_rule(const Snapshot& snapshot, const istio::RoutedDestination& destination,
                         const Miss& miss, std::string_view whose, Reporter& report) {
  const std::string_view subset = destination.destination->subset;
  const DestinationRule* elsewhere = rule_elsewhere(snapshot, destination);
  if (elsewhere == nullptr) {
    report_subset(destination, whose, report,
                  "is not defined: there is no DestinationRule for the host")
        .remedy("create a DestinationRule for {} that defines subset {}, or remove the subset",
                destination.host, subset);
    return;
  }
  Finding& finding = report_subset(destination, whose, report,
                                   "is not defined by any DestinationRule that is used there");
  finding.because(elsewhere->ref, FieldPath("spec", "host"),
                  "is for this host, but is not looked up or not exported in namespace {}",
                  miss.client.ns);
  finding.remedy(
      "define subset {} in a DestinationRule in the namespace of the service, exported to {}",
      subset, miss.client.ns);
}

void report_with_rule(const Snapshot& snapshot, const istio::RoutedDestination& destination,
                      const Miss& miss, std::string_view whose, Reporter& report) {
  const std::string_view subset = destination.destination->subset;
  const DestinationRule& deciding = *miss.rules->rules.front();
  Finding& finding =
      report_subset(destination, whose, report, "is not defined by the DestinationRule in force");
  finding.because(deciding.ref, FieldPath("spec", "subsets"), "decides, and defines {}",
                  list_subsets(*miss.rules));
  const DestinationRule* hidden = rule_elsewhere(snapshot, destination);
  if (hidden != nullptr && defines(*hidden, subset)) {
    finding.because(hidden->ref, FieldPath("spec", "subsets"), "defines {}, and is not used there",
                    subset);
    finding.remedy("define subset {} in {} too, or remove that rule", subset, deciding.ref.text());
    return;
  }
  const auto names = miss.rules->subset_names();
  const auto meant = closest(subset, names);
  finding.remedy("add subset {} to {}{}", subset, deciding.ref.text(),
                 names.empty()
                     ? std::string(", or remove the subset here")
                     : fmt::format(", or route to subset {}", meant.value_or(names.front())));
}

// The namespace of what the destination stands for. Files of routing rules often leave the Services
// out: then the host says it, if the rules of its DestinationRules are there.
std::optional<std::string_view> namespace_of_host(const Snapshot& snapshot,
                                                  const istio::RoutedDestination& destination,
                                                  const istio::RouteContext& context) {
  const auto entries = context.registry().find_all(destination.host);
  if (!entries.empty()) {
    return entries.front().object().ref.ns;
  }
  const std::string_view ns = service_name_of(destination.host).second;
  const auto namespaces = snapshot.namespace_names();
  const bool is_left_out =
      !ns.empty() && !snapshot.knows(Kind::Service, ns) &&
      (rule_elsewhere(snapshot, destination) != nullptr ||
       std::find(namespaces.begin(), namespaces.end(), ns) != namespaces.end());
  return is_left_out ? std::optional(ns) : std::nullopt;
}

void check_subset(const Snapshot& snapshot, const istio::RoutedDestination& destination,
                  istio::RouteContext& context, Reporter& report) {
  const auto host_namespace = namespace_of_host(snapshot, destination, context);
  if (!host_namespace) {
    return;
  }
  const std::string_view host_ns = *host_namespace;
  const auto clients = clients_of(snapshot, destination, host_ns, context);
  const std::vector<Miss> misses = find_misses(snapshot, destination, host_ns, clients, context);
  if (misses.empty() || !can_tell(snapshot, misses, host_ns, report)) {
    return;
  }
  const std::string whose = who(misses, clients);
  if (misses.front().rules->empty()) {
    report_without_rule(snapshot, destination, misses.front(), whose, report);
  } else {
    report_with_rule(snapshot, destination, misses.front(), whose, report);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  istio::RouteContext context(snapshot);
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (const istio::RoutedDestination& destination : istio::destinations_of(virtual_service)) {
      if (istio::is_dns_label(destination.destination->subset)) {
        check_subset(snapshot, destination, context, report);
      }
    }
  }
}

}  // namespace

constinit const Check kDestinationSubset{
    .info =
        {.code = "ROUTE004",
         .severity = Severity::Error,
         .title = "Destination subset is defined where the client looks",
         .reads = Kinds{Kind::VirtualService, Kind::DestinationRule, Kind::Service,
                        Kind::ServiceEntry, Kind::Gateway, Kind::ConfigMap} |
                  kPodsAndWorkloads,
         .explain =
             "A subset is defined by a DestinationRule. A proxy looks for the DestinationRule of a "
             "host in "
             "its own namespace (gateways: that of their pods), then in the namespace of the "
             "service, then "
             "in the root namespace, and uses the first it finds; the others do not count, even if "
             "that "
             "first one defines no subsets. If the subset is not there, the proxy answers 503 with "
             "the flag "
             "NC.\n\n"
             "Define the subset in the DestinationRule in force, or correct its name in the route.",
         .peers = "IST0101 KIA1107"},
    .run = run,
};

}  // namespace mesh::routes

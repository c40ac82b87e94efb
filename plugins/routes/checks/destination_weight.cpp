// SPDX-License-Identifier: Apache-2.0
//
// RTE-33: weights are shares among the destinations of one rule, whatever they add up to. The only
// destination of a rule gets every request, so that its weight means nothing. Sums of 0 and
// negative weights are ROUTE030's.

#include "plugins/routes/checks.h"

namespace mesh::routes {
namespace {

constexpr std::int64_t kAll = 100;

template <typename Rule>
void check_rules(const VirtualService& virtual_service, std::string_view section,
                 const std::vector<Rule>& rules, Reporter& report) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const std::vector<RouteDestination>& route = rules[i].route;
    if (route.size() != 1 || route[0].weight <= 0 || route[0].weight >= kAll) {
      continue;
    }
    report
        .add(virtual_service.ref, FieldPath("spec", section, i, "route", 0, "weight"),
             "the weight {} has no effect: the only destination of a rule gets every request",
             route[0].weight)
        .symptom("requests are not shared out")
        .remedy("add a destination for the other {}%, or remove the weight",
                kAll - route[0].weight);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    check_rules(virtual_service, "http", virtual_service.http, report);
    check_rules(virtual_service, "tls", virtual_service.tls, report);
    check_rules(virtual_service, "tcp", virtual_service.tcp, report);
  }
}

}  // namespace

constinit const Check kDestinationWeight{
    .info = {.code = "ROUTE018",
             .severity = Severity::Warning,
             .title = "Weights can be met",
             .reads = Kinds{Kind::VirtualService},
             .explain =
                 "Weights share the requests that a rule takes among its destinations; they need "
                 "not add up to 100. A rule with one destination sends everything there, also with "
                 "`weight: 10`: the rest does not fall through to the next rule.\n\n"
                 "Write the other destination into the same rule, with its weight.",
             .peers = "KIA1104"},
    .run = run,
};

}  // namespace mesh::routes

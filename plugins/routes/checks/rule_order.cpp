// SPDX-License-Identifier: Apache-2.0
//
// RTE-27: rules are tried in order, and istiod leaves out what stands behind a rule without a match
// or with a match for everything. A rule all of whose matches are taken by earlier rules is never
// reached either. Where only some of its matches are taken, ROUTE013 speaks.

#include "common/base/text.h"
#include "common/istio/route_match.h"
#include "plugins/routes/checks.h"

namespace mesh::routes {
namespace {

using istio::RouteSection;
using istio::UnreachableRule;

std::string name_of(RouteSection section, std::size_t rule) {
  return fmt::format("{}[{}]", istio::text(section), rule);
}

std::string list_rules(RouteSection section, const std::vector<std::size_t>& rules) {
  std::vector<std::string> names;
  for (const std::size_t rule : rules) {
    names.push_back(name_of(section, rule));
  }
  return join_and(names);
}

// Behind one rule that takes every request.
bool is_behind_everything(const VirtualService& virtual_service, RouteSection section,
                          const UnreachableRule& rule) {
  return rule.taken_by.size() == 1 &&
         istio::takes_everything(virtual_service, section, rule.taken_by.front());
}

std::string reason(const VirtualService& virtual_service, RouteSection section,
                   const UnreachableRule& rule) {
  const std::string takers = list_rules(section, rule.taken_by);
  if (is_behind_everything(virtual_service, section, rule)) {
    return takers + ", which comes first, takes every request";
  }
  return takers +
         (rule.taken_by.size() == 1 ? ", which comes first, takes" : ", which come first, take") +
         " all that it matches";
}

// Several rules behind the same one that takes every request have one cause.
std::vector<std::vector<UnreachableRule>> by_cause(const VirtualService& virtual_service,
                                                   RouteSection section) {
  std::vector<std::vector<UnreachableRule>> groups;
  for (const UnreachableRule& rule : istio::unreachable_rules(virtual_service, section)) {
    const bool same_cause = !groups.empty() &&
                            is_behind_everything(virtual_service, section, rule) &&
                            groups.back().front().taken_by == rule.taken_by;
    if (!same_cause) {
      groups.emplace_back();
    }
    groups.back().push_back(rule);
  }
  return groups;
}

void report_rules(const VirtualService& virtual_service, RouteSection section,
                  const std::vector<UnreachableRule>& group, Reporter& report) {
  std::vector<std::size_t> rules;
  for (const UnreachableRule& each : group) {
    rules.push_back(each.rule);
  }
  const UnreachableRule& first = group.front();
  report
      .add(virtual_service.ref, FieldPath("spec", istio::text(section), first.rule),
           "{} {} never reached: {}", list_rules(section, rules), rules.size() == 1 ? "is" : "are",
           reason(virtual_service, section, first))
      .symptom("rule seems ignored")
      .remedy("move {} behind {}, or remove what is never reached",
              list_rules(section, first.taken_by), list_rules(section, {rules.back()}));
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (const RouteSection section : {RouteSection::Http, RouteSection::Tls, RouteSection::Tcp}) {
      for (const auto& group : by_cause(virtual_service, section)) {
        report_rules(virtual_service, section, group, report);
      }
    }
  }
}

}  // namespace

constinit const Check kRuleOrder{
    .info = {.code = "ROUTE012",
             .severity = Severity::Warning,
             .title = "Every rule can be reached",
             .reads = Kinds{Kind::VirtualService},
             .explain = "The rules of a VirtualService are tried from the top, and the first that "
                        "matches decides. A "
                        "rule without `match`, or with prefix `/` and no other condition, takes "
                        "every request; Istio "
                        "does not even send the rules behind it to the proxies. A rule whose every "
                        "match is covered by "
                        "matches of earlier rules, such as `/api/v2` behind `/api`, is never "
                        "reached either.\n\n"
                        "Write the specific rules first, and the one for everything else last.",
             .peers = "IST0130"},
    .run = run,
};

}  // namespace mesh::routes

// SPDX-License-Identifier: Apache-2.0
//
// RTE-27: a match that an earlier rule takes whole leads nowhere, though its rule is reached by
// others. Rules none of whose matches is reached are ROUTE012's; two matches of one rule take
// nothing from each other.

#include "common/istio/unreachable_match.h"
#include "plugins/routes/checks.h"

namespace mesh::routes {
namespace {

std::string taker_of(const VirtualService& virtual_service, istio::RouteSection section,
                     const istio::UnreachableMatch& lost) {
  const bool has_matches =
      section == istio::RouteSection::Http  ? !virtual_service.http[lost.taken_by].match.empty()
      : section == istio::RouteSection::Tls ? !virtual_service.tls[lost.taken_by].match.empty()
                                            : !virtual_service.tcp[lost.taken_by].match.empty();
  const std::string rule = fmt::format("{}[{}]", istio::text(section), lost.taken_by);
  return has_matches ? fmt::format("{}.match[{}]", rule, lost.taken_by_match) : rule;
}

void report_match(const VirtualService& virtual_service, istio::RouteSection section,
                  const istio::UnreachableMatch& lost, Reporter& report) {
  const std::string taker = taker_of(virtual_service, section, lost);
  const std::string_view name = istio::text(section);
  report
      .add(virtual_service.ref, FieldPath("spec", name, lost.rule, "match", lost.match),
           "{}[{}].match[{}] is never reached: {}, which comes first, takes all that it matches",
           name, lost.rule, lost.match, taker)
      .symptom("rule seems ignored")
      .remedy("move {}[{}] before {}[{}], or remove the match", name, lost.rule, name,
              lost.taken_by);
}

void run(const Snapshot& snapshot, Reporter& report) {
  using istio::RouteSection;
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (const RouteSection section : {RouteSection::Http, RouteSection::Tls, RouteSection::Tcp}) {
      for (const auto& lost : istio::unreachable_matches(virtual_service, section)) {
        report_match(virtual_service, section, lost, report);
      }
    }
  }
}

}  // namespace

constinit const Check kMatchOrder{
    .info = {.code = "ROUTE013",
             .severity = Severity::Warning,
             .title = "Every match can be reached",
             .reads = Kinds{Kind::VirtualService},
             .explain =
                 "The rules of a VirtualService are tried from the top. A match such as prefix "
                 "`/api/v2` in a later rule never gets a request if an earlier rule matches prefix "
                 "`/api`: the requests go where the earlier rule sends them. The other matches of "
                 "the later rule work, so that the fault shows for some requests only. Reported is "
                 "what is certain: a single match of an earlier rule takes everything.\n\n"
                 "Write the more specific rule first.",
             .peers = "IST0131"},
    .run = run,
};

}  // namespace mesh::routes

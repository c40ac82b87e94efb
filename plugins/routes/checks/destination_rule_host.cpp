// SPDX-License-Identifier: Apache-2.0
//
// MTLS-38: the host of a DestinationRule is completed like any other (RTE-1): a short name with the
// rule's own namespace, a name with a dot not at all. A rule for a host that nobody has is never
// used.

#include "common/istio/service_registry.h"
#include "common/istio/validate.h"
#include "common/model/host.h"
#include "plugins/routes/checks.h"
#include "plugins/routes/unknown_host.h"

namespace mesh::routes {
namespace {

void report_rule(const DestinationRule& rule, UnknownHosts& hosts, Reporter& report) {
  const FieldPath path("spec", "host");
  if (is_wildcard(rule.host)) {
    report
        .add(rule.ref, path,
             "no service and no ServiceEntry has a host like \"{}\": the rule is never used",
             rule.host)
        .remedy("correct the host, or remove the rule");
    return;
  }
  report.add(rule.ref, path, "{}: the rule is never used", hosts.cause(rule.host, rule.ref.ns))
      .remedy("{}", hosts.remedy(rule.host, rule.ref.ns));
}

void run(const Snapshot& snapshot, Reporter& report) {
  const istio::Registry registry(snapshot);
  UnknownHosts hosts(snapshot);
  for (const DestinationRule& rule : snapshot.all<DestinationRule>()) {
    const std::string host = fully_qualified(rule.host, rule.ref.ns);
    if (istio::is_valid_host(rule.host) && host != "*" && !registry.overlaps_any(host) &&
        can_tell_absence(snapshot, report, host)) {
      report_rule(rule, hosts, report);
    }
  }
}

}  // namespace

constinit const Check kDestinationRuleHost{
    .info = {.code = "ROUTE006",
             .severity = Severity::Warning,
             .title = "DestinationRule host exists",
             .reads = Kinds{Kind::DestinationRule, Kind::Service, Kind::ServiceEntry},
             .explain = "A DestinationRule holds for the Service or ServiceEntry that its `host` "
                        "names. A short name "
                        "means the namespace of the DestinationRule, also if the rule stands in "
                        "istio-system; a name "
                        "of the form `name.namespace` is not completed and names nothing. Then the "
                        "rule is never "
                        "used: neither its TLS settings nor its subsets exist.\n\n"
                        "Write `name.namespace.svc.cluster.local`, or move the rule to the "
                        "Service's namespace.",
             .peers = "IST0174 KIA0202"},
    .run = run,
};

}  // namespace mesh::routes

// SPDX-License-Identifier: Apache-2.0
//
// MTLS-26, B.5 rows 31 and 32: to a headless Service, and where a rule balances by PASSTHROUGH,
// proxies know no endpoints and send the same to all pods: mTLS if all are labelled for it, else
// plaintext to all. A StatefulSet that is half in the mesh breaks its own STRICT pods.

#include "common/istio/destination_rule.h"
#include "common/istio/mesh_service.h"
#include "common/istio/proxy.h"
#include "plugins/mtls/automatic.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/plaintext.h"
#include "plugins/mtls/workloads.h"

#include <set>

namespace mesh::mtls {
namespace {

// Where it stands that clients know no endpoints.
struct Origin {
  ObjectRef object;
  FieldPath field;
  std::string_view text;
};

Origin origin_of(const Snapshot& snapshot, const Service& service) {
  const istio::SelectedRules rules = istio::select_destination_rules(
      snapshot, service.ref.ns, istio::mesh_service(service).host, service.ref.ns);
  const DestinationRule* owner = rules.policy_owner();
  if (service.is_headless() || owner == nullptr) {
    return {service.ref, FieldPath("spec", "clusterIP"), "this Service is headless"};
  }
  return {owner->ref, FieldPath("spec", "trafficPolicy", "loadBalancer", "simple"),
          "this rule balances by PASSTHROUGH"};
}

void name_unmeshed(const Snapshot& snapshot, const std::vector<Receiver>& behind,
                   Finding& finding) {
  std::set<ObjectRef> named;
  for (const Receiver& receiver : behind) {
    const Pod& pod = *receiver.pod;
    if (!istio::is_in_mesh(snapshot, pod) && named.insert(pod.workload).second) {
      finding.because(pod.ref, pod.path("spec", "containers"), "has no sidecar");
    } else if (pod.meta.labels.contains(kTlsModeLabel) && !istio::is_labelled_for_mtls(pod) &&
               named.insert(pod.workload).second) {
      finding.because(pod.ref, pod.path("metadata", "labels", kTlsModeLabel), "is labelled {}",
                      pod.meta.labels.get(kTlsModeLabel));
    }
  }
}

void report_plaintext(const Snapshot& snapshot, const AutomaticFailure& failure, Reporter& report) {
  const Origin origin = origin_of(snapshot, *failure.service);
  const Impact impact = failure.impact();
  Finding& finding =
      report
          .add(origin.object, origin.field,
               "{}, so clients send the same to all its pods: plaintext, for not all of them take "
               "mTLS, and {} {} only mTLS: {}",
               origin.text, pods_text(impact), accepts(impact), effect_of_plaintext(impact))
          .symptom("{}", symptom_of(impact, "503 UC", "connection reset"))
          .remedy("give all the pods a sidecar, or let all of them accept plaintext (PERMISSIVE)");
  name_unmeshed(snapshot, failure.behind, finding);
  add_policies(finding, impact.harmed);
}

void report_mtls(const Snapshot& snapshot, const AutomaticFailure& failure, Reporter& report) {
  const Origin origin = origin_of(snapshot, *failure.service);
  const Impact impact = failure.impact();
  Finding& finding =
      report
          .add(origin.object, origin.field,
               "{}, so clients send mTLS to all its pods, and a policy disables it for {}: {}",
               origin.text, pods_text(impact),
               symptom_of(impact, "requests fail with 503 UF", "connections fail"))
          .symptom("{}", symptom_of(impact, "503 UF", "connection reset"))
          .remedy("let these pods accept mTLS (PERMISSIVE)");
  add_policies(finding, impact.harmed);
}

void run(const Snapshot& snapshot, Reporter& report) {
  const auto& failures = snapshot.view<AutomaticFailures>();
  for (const AutomaticFailure* failure : failures.of(Mismatch::PartlyInMesh)) {
    report_plaintext(snapshot, *failure, report);
  }
  for (const AutomaticFailure* failure : failures.of(Mismatch::PartlyDisabled)) {
    report_mtls(snapshot, *failure, report);
  }
}

}  // namespace

constinit const Check kHeadlessInMesh{
    .info = {.code = "MTLS010",
             .severity = Severity::Error,
             .title = "Headless services are all in the mesh or all out",
             .reads = kClientKinds | Kinds{Kind::WorkloadEntry},
             .explain =
                 "To most Services clients choose for each pod whether to send mTLS. To a headless "
                 "one (`clusterIP: None`) they send the same to all: mTLS if every pod has a "
                 "sidecar, else plaintext. So one pod without a sidecar, for example of a "
                 "StatefulSet that is being restarted into the mesh, makes clients send plaintext "
                 "to all, which the `STRICT` ones refuse. And one pod for which a policy says "
                 "`DISABLE` is sent mTLS if all have sidecars.\n\n"
                 "The same holds for a DestinationRule with `loadBalancer.simple: PASSTHROUGH`.\n\n"
                 "Restart the remaining pods, or keep all of them `PERMISSIVE` until it is done."},
    .run = run,
};

}  // namespace mesh::mtls

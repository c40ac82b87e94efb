// SPDX-License-Identifier: Apache-2.0
//
// INJ-5 (d): the API server chooses webhooks by labels only. The annotation
// sidecar.istio.io/inject: "true" is read by an injector that was asked, and never causes that it
// is asked.

#include "common/istio/proxy.h"
#include "plugins/inject/checks.h"
#include "plugins/inject/opt_out.h"
#include "plugins/inject/workload_pods.h"

namespace mesh::inject {
namespace {

bool asks_in_vain(const Snapshot& snapshot, const Pod& pod) {
  if (pod.meta.annotations.get(kInjectKey) != "true" || pod.meta.labels.contains(kInjectKey) ||
      istio::is_gateway(pod) || istio::has_proxy(pod) || pod.spec.host_network) {
    return false;
  }
  const istio::InjectionReason reason = istio::decide_injection(snapshot, pod).reason;
  return reason == istio::InjectionReason::NamespaceNotEnrolled ||
         reason == istio::InjectionReason::NamespaceOptedOut;
}

void report_workload(const Snapshot& snapshot, const WorkloadPods& workload, const Pod& pod,
                     Reporter& report) {
  const Place place = place_of_annotation(workload, pod, kInjectKey);
  Finding& finding = report.add(
      place.object, place.field,
      "annotation sidecar.istio.io/inject: \"true\" injects nothing: the injector is called for "
      "labels only, so the pods get no sidecar");
  const auto disabled = snapshot.namespace_labels(pod.ref.ns).find("istio-injection");
  if (disabled) {
    finding
        .because(snapshot.find_namespace(pod.ref.ns)->ref,
                 FieldPath("metadata", "labels", "istio-injection"),
                 "sets istio-injection={}, which rules labels of pods out too", *disabled)
        .remedy(
            "kubectl label namespace {} istio-injection=enabled --overwrite, or move the workload",
            pod.ref.ns);
  } else {
    finding.remedy("make it a label of the pod template: sidecar.istio.io/inject: \"true\"");
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const WorkloadPods& workload : user_workloads(snapshot)) {
    const std::vector<const Pod*> asking =
        workload.those([&](const Pod& pod) { return asks_in_vain(snapshot, pod); });
    if (!asking.empty()) {
      report_workload(snapshot, workload, *asking.front(), report);
    }
  }
}

}  // namespace

constinit const Check kOptInByLabel{
    .info = {.code = "INJ008",
             .severity = Severity::Warning,
             .title = "Opt-in is a label, not only an annotation",
             .reads =
                 kPodsAndWorkloads | Kinds{Kind::Namespace, Kind::MutatingWebhookConfiguration},
             .explain =
                 "The namespace is not enrolled, and the pods ask for a sidecar by the annotation "
                 "`sidecar.istio.io/inject: \"true\"`. Webhooks select by labels, so nobody reads "
                 "it.\n\nWrite `sidecar.istio.io/inject: \"true\"` under `labels` of the pod "
                 "template, or label the namespace. In a namespace with `istio-injection=disabled` "
                 "even the label has no effect."},
    .run = run,
};

}  // namespace mesh::inject

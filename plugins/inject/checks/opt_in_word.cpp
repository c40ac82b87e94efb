// SPDX-License-Identifier: Apache-2.0
//
// INJ-5, INJ-12: sidecar.istio.io/inject is compared with the texts "true" and "false". Any other
// word says nothing, and the namespace and the injector's policy decide.

#include "common/istio/proxy.h"
#include "plugins/inject/checks.h"
#include "plugins/inject/opt_out.h"
#include "plugins/inject/workload_pods.h"

namespace mesh::inject {
namespace {

bool is_other_word(std::string_view word) {
  return word != "true" && word != "false";
}

// The label is read first; the annotation only where there is none.
bool says_other_word(const Pod& pod) {
  const auto label = pod.meta.labels.find(kInjectKey);
  const auto annotation = pod.meta.annotations.find(kInjectKey);
  return label ? is_other_word(*label) : annotation && is_other_word(*annotation);
}

void report_workload(const Snapshot& snapshot, const WorkloadPods& workload, const Pod& pod,
                     Reporter& report) {
  const auto label = pod.meta.labels.find(kInjectKey);
  const Place place = label ? place_of_label(workload, pod, kInjectKey)
                            : place_of_annotation(workload, pod, kInjectKey);
  const istio::InjectionDecision decision = istio::decide_injection(snapshot, pod);
  Finding& finding =
      report
          .add(place.object, place.field,
               "{} {} is \"{}\", neither \"true\" nor \"false\", and says nothing: the pods get {}",
               label ? "label" : "annotation", kInjectKey,
               label ? *label : pod.meta.annotations.get(kInjectKey),
               decision.injected ? "a sidecar" : "no sidecar")
          .remedy("write \"true\" or \"false\" as a label of the pod template, or remove the {}",
                  label ? "label" : "annotation");
  if (!(decision.decided_by == pod.ref)) {
    finding.because(decision.decided_by, decision.field, "decides instead");
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const WorkloadPods& workload : user_workloads(snapshot)) {
    const std::vector<const Pod*> vague = workload.those(says_other_word);
    if (!vague.empty()) {
      report_workload(snapshot, workload, *vague.front(), report);
    }
  }
}

}  // namespace

constinit const Check kOptInWord{
    .info = {.code = "INJ009",
             .severity = Severity::Warning,
             .title = "Opt-in label is exactly true or false",
             .reads = kPodsAndWorkloads |
                      Kinds{Kind::Namespace, Kind::ConfigMap, Kind::MutatingWebhookConfiguration},
             .explain =
                 "`sidecar.istio.io/inject` on a pod knows two values, `\"true\"` and `\"false\"`, "
                 "in small letters. `True`, `yes`, `1` or an empty value neither ask for a sidecar "
                 "nor keep it out: the namespace decides. An empty label also hides an annotation "
                 "of the same name.\n\n"
                 "Write the exact word, as a label of the pod template."},
    .run = run,
};

}  // namespace mesh::inject

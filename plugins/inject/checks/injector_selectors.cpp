// SPDX-License-Identifier: Apache-2.0
//
// INJ-13, INJ-14: an injector that is asked looks at its own configuration too. neverInjectSelector
// keeps the sidecar out of some pods; with policy "disabled" only those get one that ask for it
// themselves. Both happen silently.

#include "common/base/text.h"
#include "common/istio/proxy.h"
#include "plugins/inject/checks.h"
#include "plugins/inject/opt_out.h"
#include "plugins/inject/workload_pods.h"

#include <map>

namespace mesh::inject {
namespace {

constexpr std::string_view kSymptom =
    "plaintext, no routing and no telemetry; servers that require mTLS reset the connection";

void report_excluded(const Snapshot& snapshot, const WorkloadPods& workload, const Pod& pod,
                     const istio::InjectionDecision& decision, Reporter& report) {
  const istio::Decider enrolled = istio::enrolled_by(snapshot, pod, {});
  const Workload* owner = workload.workload;
  report
      .add(owner != nullptr ? owner->ref : pod.ref,
           owner != nullptr ? owner->template_path().with("metadata", "labels")
                            : pod.path("metadata", "labels"),
           "neverInjectSelector of the injector matches these labels: the pods get no sidecar "
           "although injection is asked for")
      .because(decision.decided_by, decision.field, "excludes them")
      .because(enrolled.object, enrolled.field, "asks for a sidecar")
      .symptom("{}", kSymptom)
      .remedy(
          "remove the selector from {}, change the labels, or ask for the sidecar by the pod "
          "label sidecar.istio.io/inject: \"true\"",
          decision.decided_by.text());
}

// What asks for sidecars in vain.
struct Enrolment {
  istio::Decider by;
  std::size_t workloads = 0;
  ObjectRef config;  // of the injector
};

void report_disabled(const Enrolment& enrolment, Reporter& report) {
  const std::size_t workloads = enrolment.workloads;
  report
      .add(enrolment.by.object, enrolment.by.field,
           "the policy of the injector is \"disabled\": {} that this label enrols {} no sidecar",
           count_of(workloads, "workload"), workloads == 1 ? "gets" : "get")
      .because(enrolment.config, FieldPath("data", "config"), "sets policy: disabled")
      .symptom("{}", kSymptom)
      .remedy(
          "set policy to enabled (Helm: global.proxy.autoInject), or label the pods "
          "sidecar.istio.io/inject: \"true\"");
}

void run(const Snapshot& snapshot, Reporter& report) {
  std::map<ObjectRef, Enrolment> in_vain;
  for (const WorkloadPods& workload : user_workloads(snapshot)) {
    const Pod& pod = *workload.pods.front();
    if (istio::is_gateway(pod) || istio::has_proxy(pod) ||
        snapshot.find_namespace(pod.ref.ns) == nullptr) {
      continue;
    }
    const istio::InjectionDecision decision = istio::decide_injection(snapshot, pod);
    if (decision.reason == istio::InjectionReason::NeverInjectSelector) {
      report_excluded(snapshot, workload, pod, decision, report);
    } else if (decision.reason == istio::InjectionReason::PolicyDisabled) {
      istio::Decider by = istio::enrolled_by(snapshot, pod, {});
      Enrolment& entry = in_vain[by.object];
      entry = {std::move(by), entry.workloads + 1, decision.decided_by};
    }
  }
  for (const auto& [object, enrolment] : in_vain) {
    report_disabled(enrolment, report);
  }
}

}  // namespace

constinit const Check kInjectorSelectors{
    .info = {.code = "INJ042",
             .severity = Severity::Warning,
             .title = "Injector selectors do not exclude the workload",
             .reads = kPodsAndWorkloads |
                      Kinds{Kind::Namespace, Kind::ConfigMap, Kind::MutatingWebhookConfiguration},
             .explain =
                 "Labels bring a pod to the injector, whose own configuration (ConfigMap "
                 "`istio-sidecar-injector`, key `config`) then has a say: `neverInjectSelector` "
                 "names labels of pods that get no sidecar, and with `policy: disabled` only pods "
                 "get one that carry `sidecar.istio.io/inject: \"true\"` or match "
                 "`alwaysInjectSelector`. The pods come up without a sidecar, and no event tells "
                 "why.\n\nCorrect the configuration, or the labels."},
    .run = run,
};

}  // namespace mesh::inject

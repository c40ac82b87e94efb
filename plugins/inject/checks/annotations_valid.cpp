// SPDX-License-Identifier: Apache-2.0
//
// INJ-16: the injector refuses a pod whose annotations it cannot use, and the API server refuses
// one that they make invalid. No pod comes up; the ReplicaSet has an event FailedCreate.

#include "common/istio/admission.h"
#include "common/istio/injection.h"
#include "common/istio/injection_status.h"
#include "plugins/inject/checks.h"
#include "plugins/inject/workload_pods.h"

#include <algorithm>
#include <optional>

namespace mesh::inject {
namespace {

// An injector writes the others of istio.io itself.
bool is_users(std::string_view key) {
  return key.find("istio.io/") != std::string_view::npos && key != "istio.io/rev" &&
         key != "sidecar.istio.io/status";
}

bool sets_annotations(const ObjectMeta& meta) {
  return std::any_of(meta.annotations.begin(), meta.annotations.end(), [](const auto& entry) {
    return is_users(entry.first) || entry.first.starts_with("prometheus.io/");
  });
}

// The workload's next pod, or the pod as it was sent.
Pod next_pod(const WorkloadPods& workload) {
  const Workload* owner = workload.workload;
  return owner != nullptr ? stand_in_for(*owner) : istio::before_injection(*workload.pods.front());
}

bool is_refused_for_itself(const istio::Admission& admission) {
  return admission.denied_by == istio::DeniedBy::Injector ||
         admission.denied_by == istio::DeniedBy::Validation;
}

void report_workload(const Snapshot& snapshot, const Pod& pod, const istio::Admission& admission,
                     Reporter& report) {
  const istio::AdmissionStep& step = admission.steps[admission.decided_by];
  const istio::Decider enrolled = istio::enrolled_by(snapshot, pod, {});
  report.add(pod.ref, step.field, "new pods cannot be created: {}", step.text)
      .because(enrolled.object, enrolled.field, "leads them to the injector")
      .symptom("no pods; event FailedCreate")
      .remedy("correct or remove {}", step.field.text());
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const WorkloadPods& workload : user_workloads(snapshot)) {
    const Pod pod = next_pod(workload);
    if (!sets_annotations(pod.meta)) {
      continue;
    }
    const istio::Admission admission = istio::admit(snapshot, pod);
    if (is_refused_for_itself(admission)) {
      report_workload(snapshot, pod, admission, report);
    }
  }
}

}  // namespace

constinit const Check kAnnotationsValid{
    .info = {.code = "INJ031",
             .severity = Severity::Error,
             .title = "Injection annotations have valid values",
             .reads = kPodsAndWorkloads |
                      Kinds{Kind::Namespace, Kind::ConfigMap, Kind::MutatingWebhookConfiguration},
             .explain =
                 "The injector reads ports, address ranges, quantities, probe settings, templates "
                 "and `proxy.istio.io/config` from annotations of the pod. If one holds something "
                 "else, it refuses the pod: none is created, and the ReplicaSet's events say why. "
                 "Pods that are there already keep running until they are made anew.\n\n"
                 "Some values the injector takes, and the API server then refuses the pod: a proxy "
                 "request above its limit, a mount without its volume.\n\n"
                 "Correct the annotation in the pod template.",
             .peers = "IST0125"},
    .run = run,
};

}  // namespace mesh::inject

// SPDX-License-Identifier: Apache-2.0
//
// INJ-40, INJ-60: a sidecar belongs to the control plane that injected it. Moving a namespace (or a
// tag) to another revision changes nothing until the pods are made anew, so after an upgrade they
// keep the old proxy, and the old istiod must not be removed.

#include "common/istio/injection.h"
#include "common/istio/revision.h"
#include "plugins/inject/checks.h"
#include "plugins/inject/workload_pods.h"

namespace mesh::inject {
namespace {

bool runs_another_revision(const Snapshot& snapshot, const Pod& pod) {
  const std::string actual = istio::injected_by(pod);
  if (!pod.is_running_object() || actual.empty()) {
    return false;
  }
  const istio::InjectionDecision decision = istio::decide_injection(snapshot, pod);
  return decision.injected && decision.revision != actual;
}

void report_workload(const Snapshot& snapshot, const WorkloadPods& workload,
                     const std::vector<const Pod*>& affected, Reporter& report) {
  const Pod& pod = *affected.front();
  const istio::InjectionDecision decision = istio::decide_injection(snapshot, pod);
  const std::string actual = istio::injected_by(pod);
  Finding& finding =
      report.add(pod.ref, FieldPath("metadata", "annotations", "sidecar.istio.io/status"),
                 "{} the sidecar of control plane {}{}, although {} is selected now",
                 subject(workload, affected.size(), "runs", "run"), actual,
                 istio::is_served(snapshot, actual) ? "" : ", which no webhook serves any more",
                 decision.revision);
  if (!(decision.decided_by == pod.ref)) {
    finding.because(decision.decided_by, decision.field, "selects control plane {}",
                    decision.revision);
  }
  finding.remedy("{}", restart_command(workload));
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const WorkloadPods& workload : user_workloads(snapshot)) {
    const std::string_view ns = workload.pods.front()->ref.ns;
    // A namespace that is not in the files may select anything.
    if (snapshot.find_namespace(ns) == nullptr) {
      continue;
    }
    const std::vector<const Pod*> affected =
        workload.those([&](const Pod& pod) { return runs_another_revision(snapshot, pod); });
    // Without the webhooks it is not known which control plane a label (it may be a tag) stands
    // for.
    if (!affected.empty() && report.can_tell(snapshot, Kind::MutatingWebhookConfiguration)) {
      report_workload(snapshot, workload, affected, report);
    }
  }
}

}  // namespace

constinit const Check kPodRevision{
    .info =
        {.code = "INJ023",
         .severity = Severity::Warning,
         .title = "Pods run the revision their namespace selects",
         .reads = kPodsAndWorkloads | Kinds{Kind::Namespace, Kind::MutatingWebhookConfiguration},
         .explain =
             "The annotation `sidecar.istio.io/status` names the control plane that injected the "
             "pod. By the labels of today another one would. Until the pod is restarted it runs "
             "the old proxy version and takes its configuration and certificates from the old "
             "istiod; if that is removed, the proxy is on its own.\n\nRestart the workloads "
             "(`kubectl rollout restart`), and remove the old revision only when `istioctl "
             "proxy-status` shows no proxy of it.",
         .peers = "IST0158"},
    .run = run,
};

}  // namespace mesh::inject

// SPDX-License-Identifier: Apache-2.0
//
// INJ-10: the injector leaves pods on the host's network alone: redirecting their traffic would
// redirect the node's.

#include "plugins/inject/checks.h"
#include "plugins/inject/opt_out.h"
#include "plugins/inject/workload_pods.h"

namespace mesh::inject {
namespace {

void report_workload(const Snapshot& snapshot, const WorkloadPods& workload, const Pod& pod,
                     Reporter& report) {
  const Workload* owner = workload.workload;
  const istio::Decider enrolled = istio::enrolled_by(snapshot, pod, {});
  report
      .add(owner != nullptr ? owner->ref : pod.ref,
           owner != nullptr ? owner->template_path().with("spec", "hostNetwork")
                            : pod.path("spec", "hostNetwork"),
           "pods on the host's network get no sidecar: traffic from and to them bypasses the mesh")
      .because(enrolled.object, enrolled.field, "asks for one")
      .symptom(
          "plaintext, no routing and no telemetry; servers that require mTLS reset the connection")
      .remedy(
          "remove hostNetwork, or label the pods sidecar.istio.io/inject: \"false\" to say that "
          "they stay out");
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const WorkloadPods& workload : user_workloads(snapshot)) {
    const Pod& pod = *workload.pods.front();
    const bool is_shown = snapshot.find_namespace(pod.ref.ns) != nullptr &&
                          pod.meta.annotations.get(kInjectKey) != "false";
    if (is_shown &&
        istio::decide_injection(snapshot, pod).reason == istio::InjectionReason::HostNetwork) {
      report_workload(snapshot, workload, pod, report);
    }
  }
}

}  // namespace

constinit const Check kHostNetwork{
    .info = {.code = "INJ012",
             .severity = Severity::Info,
             .title = "Meshed pods do not use the host network",
             .reads =
                 kPodsAndWorkloads | Kinds{Kind::Namespace, Kind::MutatingWebhookConfiguration},
             .explain =
                 "A pod with `hostNetwork: true` shares the node's network, so the injector leaves "
                 "it alone, whatever labels ask for. It sends and takes plaintext; a "
                 "PeerAuthentication does not protect it, and `STRICT` servers refuse it.\n\n"
                 "Most such pods are agents of the node and belong outside the mesh: say so by the "
                 "label `sidecar.istio.io/inject: \"false\"`. Others can do without the setting."},
    .run = run,
};

}  // namespace mesh::inject

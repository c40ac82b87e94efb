// SPDX-License-Identifier: Apache-2.0
//
// INJ-12: where the pod has no label sidecar.istio.io/inject, the injector heeds the annotation of
// that name: "false" makes it let the pod pass unchanged, without an event.

#include "plugins/inject/checks.h"
#include "plugins/inject/opt_out.h"

namespace mesh::inject {
namespace {

void run(const Snapshot& snapshot, Reporter& report) {
  report_opt_outs(snapshot, istio::InjectionReason::PodAnnotationOptsOut, report);
}

}  // namespace

constinit const Check kPodAnnotationOptOut{
    .info =
        {.code = "INJ007",
         .severity = Severity::Warning,
         .title = "Workload is not opted out by its pod annotation",
         .reads = kPodsAndWorkloads |
                  Kinds{Kind::Namespace, Kind::ConfigMap, Kind::MutatingWebhookConfiguration},
         .explain =
             "The namespace asks for sidecars, and the pods carry the annotation "
             "`sidecar.istio.io/inject: \"false\"`, so the injector lets them pass without one. "
             "Their traffic bypasses the mesh: plaintext, no routing rules, no telemetry; servers "
             "that require mTLS reject them.\n\nRemove the annotation from the pod template and "
             "restart. If the workload is to stay out, say so by the label of the same name, or "
             "suppress this finding with the annotation `mesh.kubectl.io/ignore`."},
    .run = run,
};

}  // namespace mesh::inject

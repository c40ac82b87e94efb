// SPDX-License-Identifier: Apache-2.0
//
// INJ-4, INJ-12: the pod label sidecar.istio.io/inject: "false" keeps the API server from asking
// the injector, in an enrolled namespace too. It is often left over from a test or a copied
// manifest.

#include "plugins/inject/checks.h"
#include "plugins/inject/opt_out.h"

namespace mesh::inject {
namespace {

void run(const Snapshot& snapshot, Reporter& report) {
  report_opt_outs(snapshot, istio::InjectionReason::PodLabelOptsOut, report);
}

}  // namespace

constinit const Check kPodLabelOptOut{
    .info =
        {.code = "INJ006",
         .severity = Severity::Warning,
         .title = "Workload is not opted out by its pod label",
         .reads = kPodsAndWorkloads |
                  Kinds{Kind::Namespace, Kind::ConfigMap, Kind::MutatingWebhookConfiguration},
         .explain =
             "The namespace asks for sidecars, and the pods carry the label "
             "`sidecar.istio.io/inject: \"false\"`, so they get none. Their traffic bypasses the "
             "mesh: plaintext, no routing rules, no telemetry; servers that require mTLS reject "
             "them, and clients must not use mTLS towards them.\n\nRemove the label from the pod "
             "template. If the workload is to stay out, suppress this finding with the annotation "
             "`mesh.kubectl.io/ignore`."},
    .run = run,
};

}  // namespace mesh::inject

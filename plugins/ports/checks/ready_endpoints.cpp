// SPDX-License-Identifier: Apache-2.0
//
// PORT-32, PORT-33: proxies send requests to ready endpoints only; with none they answer 503 UH.
// Endpoints come from EndpointSlices; a Service without a selector has no others. A selector that
// selects nothing is PORT004's, a workload scaled to 0 PORT026's, and pods of which some are ready
// PORT015's.

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/not_ready.h"
#include "plugins/ports/port_scope.h"
#include "plugins/ports/serving_container.h"

#include <algorithm>

namespace mesh::ports {
namespace {

constexpr std::string_view kEffect = "requests find no healthy upstream";

// Slices written by hand may stand beside Endpoints objects, which Kubernetes mirrors into slices
// and nobody here reads. Those that a cluster's controllers made are all there are.
bool knows_all_slices(const Snapshot& snapshot, std::string_view ns) {
  if (snapshot.is_live()) {
    return snapshot.knows(Kind::EndpointSlice, ns);
  }
  const auto slices = snapshot.in_namespace<EndpointSlice>(ns);
  return std::any_of(slices.begin(), slices.end(), [](const EndpointSlice& slice) {
    return slice.meta.labels.contains("endpointslice.kubernetes.io/managed-by");
  });
}

void report_without_selector(const Snapshot& snapshot, const Service& service, Reporter& report) {
  const bool has_slices = !snapshot.slices_of(service).empty();
  if (!has_slices && !knows_all_slices(snapshot, service.ref.ns)) {
    report.cannot_tell(Kind::EndpointSlice, service.ref.ns);
    return;
  }
  const std::string_view state =
      has_slices ? "its EndpointSlices hold no ready endpoint" : "no EndpointSlice belongs to it";
  report
      .add(service.ref, FieldPath("spec"), "the Service has no selector, and {}: {}", state,
           kEffect)
      .symptom("{}", symptom_of_no_endpoint(service))
      .remedy(
          "give the Service a selector, or an EndpointSlice with ready endpoints and the label "
          "kubernetes.io/service-name={}",
          service.ref.name);
}

// Pods that ran to their end count only if there are no others; Jobs' pods are meant to end.
std::vector<const Pod*> ended_pods(const Snapshot& snapshot, const Service& service) {
  std::vector<const Pod*> pods = snapshot.pods_selected_by(service.ref.ns, service.selector);
  std::erase_if(pods, [](const Pod* pod) { return !pod->is_finished() || is_of_job(*pod); });
  return pods;
}

void report_pods(const Snapshot& snapshot, const Service& service,
                 const std::vector<const Pod*>& pods, Reporter& report) {
  const std::vector<NotReadyGroup> groups = group_by_reason(pods);
  const std::string why =
      groups.empty() ? "its EndpointSlices hold no ready endpoint" : reasons_text(groups);
  const std::string which = pods.size() == 1
                                ? std::string("its pod is not ready")
                                : fmt::format("none of its {} pods is ready", pods.size());
  Finding& finding =
      report.add(service.ref, FieldPath("spec", "selector"), "{} ({}): {}", which, why, kEffect);
  finding.symptom("{}", symptom_of_no_endpoint(service));
  finding.remedy(
      "see why Kubernetes holds the pods back: kubectl get endpointslices -n {} -l "
      "kubernetes.io/service-name={}",
      service.ref.ns, service.ref.name);
  explain_not_ready(snapshot, groups, finding);
}

// Workloads that want pods and, by their own status, have none: creating them fails.
void report_no_pods(const Snapshot& snapshot, const Service& service, Reporter& report) {
  for (const Workload* workload : istio::workloads_of(snapshot, service)) {
    const bool wants = workload->wants_pods() && workload->ref.kind != Kind::Job &&
                       workload->ref.kind != Kind::CronJob;
    if (!wants) {
      continue;
    }
    report
        .add(service.ref, FieldPath("spec", "selector"), "{} has no pod, though it wants {}: {}",
             workload->ref.text(), workload->replicas.value_or(1), kEffect)
        .symptom("{}", symptom_of_no_endpoint(service))
        .because(workload->ref, FieldPath("status"), "has made no pod")
        .remedy("see why its pods cannot be created: kubectl get events -n {}", service.ref.ns);
    return;
  }
}

void look_at(const Snapshot& snapshot, const Service& service, Reporter& report) {
  if (service.selector.empty()) {
    report_without_selector(snapshot, service, report);
    return;
  }
  std::vector<const Pod*> pods = istio::pods_of(snapshot, service);
  if (!pods.empty()) {
    report_pods(snapshot, service, pods, report);
    return;
  }
  pods = ended_pods(snapshot, service);
  const auto workloads = istio::workloads_of(snapshot, service);
  if (!workloads.empty()) {
    report_no_pods(snapshot, service, report);
  } else if (!pods.empty()) {
    report_pods(snapshot, service, pods, report);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Service& service : snapshot.services()) {
    if (!service.ports.empty() && !service.is_external_name() && concerns_mesh(snapshot, service) &&
        istio::count_addresses(snapshot, service).ready == 0) {
      look_at(snapshot, service, report);
    }
  }
}

}  // namespace

constinit const Check kReadyEndpoints{
    .info =
        {.code = "PORT005",
         .severity = Severity::Error,
         .title = "Service has ready endpoints",
         .reads =
             Kinds{Kind::Service, Kind::EndpointSlice, Kind::WorkloadEntry} | kPodsAndWorkloads,
         .explain =
             "Proxies send requests only to endpoints that are ready. If a Service has none, they "
             "answer `503` with flag `UH` (\"no healthy upstream\").\n\n"
             "A pod is ready once all its containers, the sidecar included, run and pass their "
             "readiness probes. The finding says what holds the pods back: an image that cannot "
             "be pulled, a container that crashes, an init container that does not finish, a "
             "probe that fails, or no node with room for them. `kubectl describe pod` shows the "
             "events.\n\n"
             "A Service without a selector has the endpoints of the EndpointSlices whose label "
             "`kubernetes.io/service-name` names it."},
    .run = run,
};

}  // namespace mesh::ports

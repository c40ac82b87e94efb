// SPDX-License-Identifier: Apache-2.0
//
// PORT-36: the selector is right, but the workload it selects is scaled to 0, so the Service has no
// endpoint and requests are answered 503 UH. A workload at 0 beside one that runs is no fault.

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/port_scope.h"

#include <algorithm>
#include <map>

namespace mesh::ports {
namespace {

bool is_scaled_to_zero(const std::vector<const Workload*>& workloads) {
  return !workloads.empty() &&
         std::none_of(workloads.begin(), workloads.end(),
                      [](const Workload* workload) { return workload->wants_pods(); });
}

// The Services with nothing but workloads at 0 behind them, by the first of these workloads.
std::map<ObjectRef, std::vector<const Service*>> stopped_services(const Snapshot& snapshot) {
  std::map<ObjectRef, std::vector<const Service*>> stopped;
  for (const Service& service : snapshot.services()) {
    if (!istio::has_selector(service) || !istio::pods_of(snapshot, service).empty() ||
        istio::count_addresses(snapshot, service).ready > 0 || !concerns_mesh(snapshot, service)) {
      continue;
    }
    const auto workloads = istio::workloads_of(snapshot, service);
    if (is_scaled_to_zero(workloads)) {
      stopped[workloads.front()->ref].push_back(&service);
    }
  }
  return stopped;
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const auto& [workload, services] : stopped_services(snapshot)) {
    std::vector<std::string> names;
    for (const Service* service : services) {
      names.push_back(service->ref.text());
    }
    Finding& finding = report.add(
        workload, FieldPath("spec", "replicas"),
        "replicas is 0, so {} has no endpoint: requests find no healthy upstream", join_and(names));
    finding.symptom("{}", symptom_of_no_endpoint(*services.front()));
    for (const Service* service : services) {
      finding.because(service->ref, FieldPath("spec", "selector"), "selects its pods");
    }
    finding.remedy("scale it up (kubectl scale -n {} {}/{} --replicas=1), or delete the Service",
                   workload.ns, info(workload.kind).singular, workload.name);
  }
}

}  // namespace

constinit const Check kWorkloadReplicas{
    .info =
        {.code = "PORT026",
         .severity = Severity::Warning,
         .title = "Workload behind the Service has replicas",
         .reads =
             Kinds{Kind::Service, Kind::EndpointSlice, Kind::WorkloadEntry} | kPodsAndWorkloads,
         .explain =
             "The Service's selector is right, but every workload it selects has `replicas: 0`. "
             "The Service has no endpoint, and the proxies answer `503` with flag `UH` (\"no "
             "healthy upstream\").\n\n"
             "Scale the workload up, or delete the Service if nobody is to call it. An autoscaler "
             "that scales to zero has to start pods before requests come."},
    .run = run,
};

}  // namespace mesh::ports

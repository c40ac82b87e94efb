// SPDX-License-Identifier: Apache-2.0
//
// PORT-33: pods that are not ready get no requests; the others carry their load. Where a Service
// has no ready endpoint at all, PORT005 speaks of it and of its pods. Pods that were made a moment
// ago and have not failed are left time to start.

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/container_place.h"
#include "plugins/ports/not_ready.h"
#include "plugins/ports/port_scope.h"
#include "plugins/ports/serving_container.h"

#include <map>
#include <set>

namespace mesh::ports {
namespace {

struct Replicas {
  std::vector<const Pod*> all;
  std::vector<const Pod*> not_ready;
};

bool is_waited_for(const Pod& pod) {
  return pod.is_running_object() && !pod.is_ready() && !is_of_job(pod) && concerns_mesh(pod);
}

// Pods behind Services that have ready endpoints, by workload; less the pods behind a Service that
// has none.
std::map<ObjectRef, Replicas> replicas_behind_services(const Snapshot& snapshot) {
  std::set<const Pod*> spoken_for;
  std::set<const Pod*> behind;
  for (const Service& service : snapshot.services()) {
    if (service.ports.empty() || !concerns_mesh(snapshot, service)) {
      continue;
    }
    const bool has_ready = istio::count_addresses(snapshot, service).ready > 0;
    const std::vector<const Pod*> pods = istio::pods_of(snapshot, service);
    (has_ready ? behind : spoken_for).insert(pods.begin(), pods.end());
  }
  std::map<ObjectRef, Replicas> by_workload;
  for (const Pod& pod : snapshot.pods()) {
    if (behind.contains(&pod) && !spoken_for.contains(&pod)) {
      Replicas& replicas = by_workload[pod.workload];
      replicas.all.push_back(&pod);
      if (is_waited_for(pod)) {
        replicas.not_ready.push_back(&pod);
      }
    }
  }
  return by_workload;
}

// Groups without those that may only need more time.
std::vector<NotReadyGroup> lasting_groups(const std::vector<const Pod*>& pods, Time now) {
  std::vector<const Pod*> lasting;
  for (const Pod* pod : pods) {
    if (!istio::may_be_starting(*pod, istio::health_of(*pod), now)) {
      lasting.push_back(pod);
    }
  }
  return group_by_reason(lasting);
}

// The field to look at: in the template of the workload if it is known, else in the pod.
std::pair<ObjectRef, FieldPath> place_of(const Snapshot& snapshot, const NotReadyGroup& group) {
  const Pod& pod = *group.pods.front();
  const Container* container = group.health.container;
  if (container == nullptr) {
    return {pod.ref, FieldPath("status", "conditions")};
  }
  const auto written = place_in_template(snapshot, pod, container->name);
  const ContainerPlace place = written ? *written : place_in_pod(pod, *container);
  const std::string_view field = group.health.field;
  return {place.object, field.empty() ? place.path : place.path.with(field)};
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const auto& [workload, replicas] : replicas_behind_services(snapshot)) {
    const auto groups = lasting_groups(replicas.not_ready, report.now());
    if (groups.empty()) {
      continue;
    }
    std::size_t not_ready = 0;
    for (const NotReadyGroup& group : groups) {
      not_ready += group.pods.size();
    }
    const auto [object, field] = place_of(snapshot, groups.front());
    Finding& finding = report.add(
        object, field, "{} of {} {} not ready ({}): requests go to the others only", not_ready,
        count_of(replicas.all.size(), "pod"), not_ready == 1 ? "is" : "are", reasons_text(groups));
    explain_not_ready(snapshot, groups, finding);
  }
}

}  // namespace

constinit const Check kPodsRunning{
    .info =
        {.code = "PORT015",
         .severity = Severity::Error,
         .title = "Pods behind a Service are running (why not ready)",
         .reads =
             Kinds{Kind::Service, Kind::EndpointSlice, Kind::WorkloadEntry} | kPodsAndWorkloads,
         .explain =
             "Some pods of the Service are ready and some are not. Those that are not get no "
             "requests, so the others carry their load, and a rollout that waits for them does "
             "not go on.\n\n"
             "The finding says what holds them back: an image that cannot be pulled, a container "
             "that crashes, an init container that does not finish, a probe that fails, or no node "
             "with room for them. Pods younger than two minutes that have not failed are not "
             "reported. A Service without any ready pod is PORT005's."},
    .run = run,
};

}  // namespace mesh::ports

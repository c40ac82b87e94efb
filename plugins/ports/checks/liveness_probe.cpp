// SPDX-License-Identifier: Apache-2.0
//
// Without a liveness probe a container that hangs is never restarted; with one that begins before
// the readiness probe, it may be restarted before it was ever ready. A startup probe holds both
// back until it has succeeded. Containers without a readiness probe are PORT011's.

#include "plugins/ports/checks.h"
#include "plugins/ports/container_place.h"
#include "plugins/ports/serving_container.h"

#include <set>
#include <utility>

namespace mesh::ports {
namespace {

bool lacks_liveness(const Container& container) {
  return container.readiness_probe && !container.liveness_probe;
}

std::int32_t delay(const Probe& probe) {
  return probe.initial_delay_seconds.value_or(0);
}

bool starts_too_early(const Container& container) {
  return container.readiness_probe && container.liveness_probe && !container.startup_probe &&
         delay(*container.liveness_probe) < delay(*container.readiness_probe);
}

void report_missing(const Snapshot& snapshot, const ServingContainer& serving, Reporter& report) {
  const ContainerPlace place =
      place_of_fault(snapshot, *serving.pod, *serving.container, lacks_liveness);
  report
      .add(place.object, place.path.with("livenessProbe"),
           "container {} has no liveness probe: if it hangs, nobody restarts it",
           serving.container->name)
      .remedy("give container {} a livenessProbe that starts later than its readinessProbe",
              serving.container->name);
}

void report_early(const Snapshot& snapshot, const ServingContainer& serving, Reporter& report) {
  const ContainerPlace place =
      place_of_fault(snapshot, *serving.pod, *serving.container, starts_too_early);
  const std::int32_t readiness = delay(*place.container->readiness_probe);
  report
      .add(place.object, place.path.with("livenessProbe", "initialDelaySeconds"),
           "the liveness probe of container {} starts after {} s, the readiness probe after {} s: "
           "the container may be restarted before it is ready",
           serving.container->name, delay(*place.container->liveness_probe), readiness)
      .remedy("set initialDelaySeconds of the livenessProbe to more than {}, or use a startupProbe",
              readiness);
}

void run(const Snapshot& snapshot, Reporter& report) {
  std::set<std::pair<ObjectRef, std::string_view>> reported;
  for (const ServingContainer& serving : serving_containers(snapshot)) {
    const bool missing = lacks_liveness(*serving.container);
    if (!missing && !starts_too_early(*serving.container)) {
      continue;
    }
    if (reported.emplace(serving.pod->workload, serving.container->name).second) {
      (missing ? report_missing : report_early)(snapshot, serving, report);
    }
  }
}

}  // namespace

constinit const Check kLivenessProbe{
    .info =
        {.code = "PORT013",
         .severity = Severity::Info,
         .title = "Pods behind a Service have a liveness probe that waits for readiness",
         .reads = Kinds{Kind::Service} | kPodsAndWorkloads,
         .explain =
             "A `livenessProbe` restarts a container that hangs; without one it stays unready, or "
             "keeps answering with errors, until somebody notices.\n\n"
             "It should begin later than the `readinessProbe`: a container that is still starting "
             "and already fails its liveness probe is restarted, and may never get ready. Give it "
             "a longer `initialDelaySeconds`, or a `startupProbe`, which holds the other two back "
             "until the application has started."},
    .run = run,
};

}  // namespace mesh::ports

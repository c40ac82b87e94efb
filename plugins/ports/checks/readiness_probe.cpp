// SPDX-License-Identifier: Apache-2.0
//
// PORT-32: a pod without a readiness probe counts as ready as soon as its containers run. Proxies
// then send it requests that it cannot answer yet, and clients get 503 (UF) at every rollout.

#include "plugins/ports/checks.h"
#include "plugins/ports/container_place.h"
#include "plugins/ports/serving_container.h"

#include <set>
#include <utility>

namespace mesh::ports {
namespace {

bool lacks_readiness(const Container& container) {
  return !container.readiness_probe;
}

void report_container(const Snapshot& snapshot, const ServingContainer& serving, Reporter& report) {
  const ContainerPlace place =
      place_of_fault(snapshot, *serving.pod, *serving.container, lacks_readiness);
  // A startup probe keeps requests away until the application has started, but no longer.
  const std::string_view effect = serving.container->startup_probe
                                      ? "it keeps getting requests while it cannot answer them"
                                      : "it gets requests before it can answer them";
  report
      .add(place.object, place.path.with("readinessProbe"),
           "container {} has no readiness probe: {}", serving.container->name, effect)
      .symptom("503 UF")
      .because(serving.service->ref, FieldPath("spec", "ports", serving.port),
               "sends requests to it")
      .remedy(
          "give container {} a readinessProbe that succeeds once it can serve, and a "
          "livenessProbe that starts later",
          serving.container->name);
}

void run(const Snapshot& snapshot, Reporter& report) {
  std::set<std::pair<ObjectRef, std::string_view>> reported;
  for (const ServingContainer& serving : serving_containers(snapshot)) {
    if (lacks_readiness(*serving.container) &&
        reported.emplace(serving.pod->workload, serving.container->name).second) {
      report_container(snapshot, serving, report);
    }
  }
}

}  // namespace

constinit const Check kReadinessProbe{
    .info =
        {.code = "PORT011",
         .severity = Severity::Warning,
         .title = "Pods behind a Service have a readiness probe",
         .reads = Kinds{Kind::Service} | kPodsAndWorkloads,
         .explain =
             "A container without a `readinessProbe` counts as ready the moment it runs. Its pod "
             "becomes an endpoint at once, gets requests before the application listens, and keeps "
             "getting them while it cannot answer: clients see `503` during every rollout and "
             "restart. The sidecar's own probe says nothing about the application.\n\n"
             "Give the container that serves the Service's port a probe:\n\n"
             "    readinessProbe:\n"
             "      httpGet: {path: /ready, port: 8080}\n"
             "      initialDelaySeconds: 5\n"
             "      periodSeconds: 10\n\n"
             "Injection redirects HTTP, TCP and gRPC probes so that they also work with STRICT "
             "mTLS."},
    .run = run,
};

}  // namespace mesh::ports

// SPDX-License-Identifier: Apache-2.0
//
// The first item of every checklist: istiod's pods are ready. An istiod that is not sends no
// configuration and signs no certificates. If none of them is ready behind an injector's Service,
// pods cannot be created either, and INJ017 says so.

#include "common/istio/injector_backend.h"
#include "common/istio/pod_health.h"
#include "plugins/inject/checks.h"

#include <algorithm>
#include <map>

namespace mesh::inject {
namespace {

bool is_istiod(const Pod& pod) {
  return pod.meta.labels.get("app") == "istiod" || pod.meta.labels.get("istio") == "pilot";
}

// Services of injectors that have no ready endpoint at all.
std::vector<const Service*> dead_services(const Snapshot& snapshot) {
  std::vector<const Service*> dead;
  for (const istio::InjectorBackend& backend : istio::injector_backends(snapshot)) {
    if (istio::state_of(snapshot, backend) == istio::BackendState::NoReadyEndpoint) {
      dead.push_back(backend.service);
    }
  }
  return dead;
}

bool is_behind(const Snapshot& snapshot, const Pod& pod,
               const std::vector<const Service*>& services) {
  const auto selecting = snapshot.services_selecting(pod);
  return std::find_first_of(selecting.begin(), selecting.end(), services.begin(), services.end()) !=
         selecting.end();
}

bool is_down(const Pod& pod, Time now) {
  return !pod.is_ready() && !istio::may_be_starting(pod, istio::health_of(pod), now);
}

std::map<ObjectRef, std::vector<const Pod*>> istiod_by_workload(const Snapshot& snapshot) {
  std::map<ObjectRef, std::vector<const Pod*>> workloads;
  for (const Pod& pod : snapshot.pods()) {
    if (pod.is_running_object() && is_istiod(pod) && !pod.is_finished() &&
        !pod.meta.deletion_timestamp) {
      workloads[pod.workload].push_back(&pod);
    }
  }
  return workloads;
}

void run(const Snapshot& snapshot, Reporter& report) {
  const std::vector<const Service*> dead = dead_services(snapshot);
  for (const auto& [workload, pods] : istiod_by_workload(snapshot)) {
    std::vector<const Pod*> down;
    std::copy_if(pods.begin(), pods.end(), std::back_inserter(down),
                 [&](const Pod* pod) { return is_down(*pod, report.now()); });
    if (down.empty() || is_behind(snapshot, *down.front(), dead)) {
      continue;
    }
    const Pod& pod = *down.front();
    report
        .add(pod.ref, FieldPath("status", "containerStatuses"),
             "{} of {} istiod pods not ready: {}; {}", down.size(), pods.size(),
             istio::health_of(pod).reason,
             down.size() < pods.size() ? "the rest of the control plane carries the load"
                                       : "its proxies get no configuration and no certificates")
        .remedy("kubectl describe pod {0} -n {1}, and kubectl logs {0} -n {1}", pod.ref.name,
                pod.ref.ns)
        .whole_mesh();
  }
}

}  // namespace

constinit const Check kControlPlaneReady{
    .info =
        {.code = "INJ041",
         .severity = Severity::Error,
         .title = "Control plane pods are ready",
         .reads = kPodsAndWorkloads |
                  Kinds{Kind::Service, Kind::EndpointSlice, Kind::MutatingWebhookConfiguration},
         .explain =
             "Istiod sends the proxies their configuration, signs their certificates and injects "
             "sidecars. Without it running proxies go on with what they have, new ones never "
             "become ready, and certificates run out after a day. If only some of its pods are "
             "not ready, the others carry the load.\n\nDescribe the pod, read its log (and "
             "`--previous` when it restarts). Frequent causes: an image that cannot be pulled, "
             "too little memory, a webhook or CRD of another version, a `cacerts` Secret that "
             "cannot be read."},
    .run = run,
};

}  // namespace mesh::inject

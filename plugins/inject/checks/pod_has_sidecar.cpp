// SPDX-License-Identifier: Apache-2.0
//
// INJ-5, INJ-41, INJ-55: only the creation of a pod is intercepted. A pod that was there before its
// namespace was labelled keeps running without a sidecar until it is made anew; with failurePolicy
// Ignore (INJ-54) a pod also comes up without one, silently, whenever the injector cannot be
// called.

#include "common/istio/injection.h"
#include "common/istio/injector_backend.h"
#include "common/istio/mesh_config.h"
#include "common/istio/proxy.h"
#include "common/istio/revision.h"
#include "plugins/inject/checks.h"
#include "plugins/inject/workload_pods.h"

#include <algorithm>
#include <set>

namespace mesh::inject {
namespace {

// A container that the user wrote for the injector to complete; its image is yet to come.
bool awaits_injection(const Pod& pod) {
  const auto awaits = [](const Container& container) {
    return container.name == istio::kProxyContainer && container.image == "auto";
  };
  const PodSpec& spec = pod.spec;
  return std::any_of(spec.containers.begin(), spec.containers.end(), awaits) ||
         std::any_of(spec.init_containers.begin(), spec.init_containers.end(), awaits);
}

// Namespaces of which the input shows what the injector made of some pod: the other pods there are
// as they are, too, and not as they will be sent.
std::set<std::string_view> namespaces_as_they_are(const Snapshot& snapshot) {
  std::set<std::string_view> namespaces;
  for (const Pod& pod : snapshot.pods()) {
    const bool has_sidecar = istio::has_sidecar(pod) && !awaits_injection(pod);
    if (!pod.stands_in && (istio::was_injected(pod) || has_sidecar)) {
      namespaces.insert(pod.ref.ns);
    }
  }
  return namespaces;
}

// Pods captured by ambient are in the mesh without a sidecar (INJ-71).
bool is_outside_mesh(const Pod& pod, const std::set<std::string_view>& as_they_are) {
  const bool exists =
      pod.is_running_object() || (!pod.stands_in && as_they_are.contains(pod.ref.ns));
  return exists && !istio::is_gateway(pod) && !istio::has_proxy(pod) && !istio::was_injected(pod) &&
         pod.meta.annotations.get("ambient.istio.io/redirection") != "enabled";
}

const istio::InjectorBackend* backend_of(const std::vector<istio::InjectorBackend>& backends,
                                         const istio::InjectionDecision& decision) {
  for (const istio::InjectorBackend& backend : backends) {
    if (!decision.webhooks.empty() &&
        backend.webhook.configuration == decision.webhooks.back().configuration) {
      return &backend;
    }
  }
  return nullptr;
}

bool is_down(const Snapshot& snapshot, const istio::InjectorBackend* backend) {
  if (backend == nullptr) {
    return false;
  }
  const istio::BackendState state = istio::state_of(snapshot, *backend);
  return state == istio::BackendState::ServiceMissing ||
         state == istio::BackendState::NoReadyEndpoint;
}

std::string_view cause(const istio::InjectionDecision& decision, bool injector_is_down) {
  const bool passes_over =
      !decision.webhooks.empty() && !istio::fails_closed(*decision.webhooks.back().webhook);
  if (passes_over && injector_is_down) {
    return "its injector is down, and with failurePolicy Ignore pods then come up without one";
  }
  return passes_over
             ? "pods made before the label keep running without one, and with failurePolicy "
               "Ignore so do those made while the injector could not be called"
             : "pods made before the label keep running without one";
}

void report_workload(const Snapshot& snapshot, const std::vector<istio::InjectorBackend>& backends,
                     const WorkloadPods& workload, const std::vector<const Pod*>& affected,
                     Reporter& report) {
  const Pod& pod = *affected.front();
  const istio::InjectionDecision decision = istio::decide_injection(snapshot, pod);
  const bool down = is_down(snapshot, backend_of(backends, decision));
  Finding& finding =
      report.add(pod.ref, pod.path("spec", "containers"),
                 "{} no sidecar although injection is asked for ({}): traffic bypasses the mesh",
                 subject(workload, affected.size(), "has", "have"), cause(decision, down));
  finding
      .symptom(
          "plaintext, no routing and no telemetry; servers that require mTLS reset the connection")
      .remedy("{}{}", down ? "bring the injector back, then " : "", restart_command(workload));
  if (!(decision.decided_by == pod.ref)) {
    finding.because(decision.decided_by, decision.field, "selects it for injection");
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  if (istio::lacks_injector(snapshot)) {
    return;
  }
  const std::vector<istio::InjectorBackend> backends = istio::injector_backends(snapshot);
  const std::set<std::string_view> as_they_are = namespaces_as_they_are(snapshot);
  for (const WorkloadPods& workload : user_workloads(snapshot)) {
    const std::vector<const Pod*> affected = workload.those([&](const Pod& pod) {
      return is_outside_mesh(pod, as_they_are) && istio::decide_injection(snapshot, pod).injected;
    });
    if (affected.empty()) {
      continue;
    }
    const std::string_view ns = affected.front()->ref.ns;
    if (snapshot.find_namespace(ns) == nullptr) {
      report.cannot_tell(Kind::Namespace, ns);
    } else {
      report_workload(snapshot, backends, workload, affected, report);
    }
  }
}

}  // namespace

constinit const Check kPodHasSidecar{
    .info =
        {.code = "INJ001",
         .severity = Severity::Error,
         .title = "Pods that should have a sidecar have one",
         .reads = kPodsAndWorkloads | Kinds{Kind::Namespace, Kind::Service, Kind::EndpointSlice,
                                            Kind::ConfigMap, Kind::MutatingWebhookConfiguration},
         .explain =
             "The labels of the namespace or of the pod ask for a sidecar, the running pod has "
             "none. Sidecars are added only while a pod is created, so this is a pod that is "
             "older than the label, or one that was created while the injector could not be "
             "called and the webhook's failurePolicy was `Ignore`. Its traffic bypasses the mesh: "
             "plaintext, no routing rules, no telemetry, and servers that require mTLS reject "
             "it.\n\nRestart the workload (`kubectl rollout restart`). If the new pods have no "
             "sidecar either, look at the injector: does its Service have ready endpoints?",
         .peers = "IST0103 KIA1201"},
    .run = run,
};

}  // namespace mesh::inject

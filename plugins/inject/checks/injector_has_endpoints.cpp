// SPDX-License-Identifier: Apache-2.0
//
// INJ-52: `no endpoints available for service "istiod"`: the injector's Service is there, but no
// pod behind it is ready. One finding for each configuration, naming why.

#include "common/istio/endpoints.h"
#include "common/istio/injector_backend.h"
#include "common/istio/pod_health.h"
#include "plugins/inject/checks.h"

namespace mesh::inject {
namespace {

// The workload whose pods the Service would select, if it is scaled away.
const Workload* scaled_to_zero(const Snapshot& snapshot, const Service& service) {
  for (const Workload* workload : istio::workloads_of(snapshot, service)) {
    if (!workload->wants_pods()) {
      return workload;
    }
  }
  return nullptr;
}

void explain(const Snapshot& snapshot, const Service& service, Finding& finding) {
  const std::vector<const Pod*> pods = istio::pods_of(snapshot, service);
  if (service.selector.empty()) {
    finding.because(service.ref, FieldPath("spec"), "has no selector and no ready address")
        .remedy("give its EndpointSlice the address of the control plane");
  } else if (!pods.empty() && !pods.front()->is_ready()) {
    const Pod& pod = *pods.front();
    finding
        .because(pod.ref, FieldPath("status", "containerStatuses"), "is not ready: {}",
                 istio::health_of(pod).reason)
        .remedy("get istiod running: kubectl describe pod {} -n {}", pod.ref.name, pod.ref.ns);
  } else if (!pods.empty()) {
    finding.because(service.ref, FieldPath("spec", "selector"), "has no EndpointSlice for its pods")
        .remedy(
            "see why the endpoint controller made none: kubectl get endpointslices -n {} -l "
            "kubernetes.io/service-name={}",
            service.ref.ns, service.ref.name);
  } else if (const Workload* workload = scaled_to_zero(snapshot, service)) {
    finding.because(workload->ref, FieldPath("spec", "replicas"), "is scaled to 0")
        .remedy("kubectl scale {}/{} -n {} --replicas=1", info(workload->ref.kind).singular,
                workload->ref.name, workload->ref.ns);
  } else {
    finding.because(service.ref, FieldPath("spec", "selector"), "selects no pod")
        .remedy("install the control plane again, or correct the selector of {}",
                service.ref.text());
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const istio::InjectorBackend& backend : istio::injector_backends(snapshot)) {
    if (istio::state_of(snapshot, backend) != istio::BackendState::NoReadyEndpoint) {
      continue;
    }
    const istio::InjectorWebhook& webhook = backend.webhook;
    const bool fails = istio::fails_closed(*webhook.webhook);
    Finding& finding = report.add(
        webhook.configuration->ref,
        FieldPath("webhooks", webhook.index, "clientConfig", "service", "name"),
        "{} has no ready endpoint, so the injector cannot be called: pods of the namespaces it "
        "serves {}",
        backend.service->ref.text(), fails ? "cannot be created" : "come up without a sidecar");
    finding.symptom(R"(failed calling webhook "{}": no endpoints available for service "{}")",
                    webhook.webhook->name, backend.address.name);
    explain(snapshot, *backend.service, finding);
  }
}

}  // namespace

constinit const Check kInjectorHasEndpoints{
    .info =
        {.code = "INJ017",
         .severity = Severity::Error,
         .title = "Injector Service has ready endpoints (istiod runs)",
         .reads = kPodsAndWorkloads |
                  Kinds{Kind::Service, Kind::EndpointSlice, Kind::MutatingWebhookConfiguration},
         .explain =
             "The webhook calls istiod through its Service, and no pod behind that Service is "
             "ready. With failurePolicy `Fail` no pod can be created in the namespaces it serves: "
             "rollouts and autoscaling stop (event FailedCreate: no endpoints available). With "
             "`Ignore` new pods come up without a sidecar. Running sidecars keep their last "
             "configuration, and lose their certificates after a day.\n\nGet istiod running again: "
             "`kubectl get pods -n istio-system -l app=istiod`, then describe the pod that is not "
             "ready."},
    .run = run,
};

}  // namespace mesh::inject

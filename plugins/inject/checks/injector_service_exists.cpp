// SPDX-License-Identifier: Apache-2.0
//
// INJ-3, INJ-52: the webhooks of an uninstalled revision stay behind. The API server still calls
// them and fails: `service "istiod-1-20" not found`. One finding for each configuration.

#include "common/istio/injector_backend.h"
#include "plugins/inject/checks.h"

namespace mesh::inject {
namespace {

void run(const Snapshot& snapshot, Reporter& report) {
  for (const istio::InjectorBackend& backend : istio::injector_backends(snapshot)) {
    if (backend.service != nullptr ||
        !report.can_tell(snapshot, Kind::Service, backend.address.ns)) {
      continue;
    }
    const istio::InjectorWebhook& webhook = backend.webhook;
    const bool fails = istio::fails_closed(*webhook.webhook);
    report
        .add(webhook.configuration->ref,
             FieldPath("webhooks", webhook.index, "clientConfig", "service", "name"),
             "service {}/{} does not exist: pods of the namespaces it serves {}",
             backend.address.ns, backend.address.name,
             fails ? "cannot be created" : "come up without a sidecar")
        .symptom(R"(failed calling webhook "{}": service "{}" not found)", webhook.webhook->name,
                 backend.address.name)
        .remedy(
            "if the revision was removed, kubectl delete mutatingwebhookconfiguration {} and label "
            "its namespaces for another; otherwise install it again",
            webhook.configuration->ref.name);
  }
}

}  // namespace

constinit const Check kInjectorServiceExists{
    .info =
        {.code = "INJ016",
         .severity = Severity::Error,
         .title = "Injector webhook points to a Service that exists",
         .reads = Kinds{Kind::Service, Kind::MutatingWebhookConfiguration},
         .explain =
             "For each pod that its selectors match, the API server calls the Service that the "
             "webhook names. If that Service is gone, the call fails: with failurePolicy `Fail` "
             "no such pod can be created (event FailedCreate on its ReplicaSet), with `Ignore` it "
             "comes up without a sidecar.\n\nUsually a revision was uninstalled and its webhooks "
             "were left behind: move its namespaces to another revision and delete the "
             "configuration. Otherwise install the control plane again.",
         .peers = "IST0139"},
    .run = run,
};

}  // namespace mesh::inject

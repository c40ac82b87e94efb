// SPDX-License-Identifier: Apache-2.0
//
// INJ-50: charts leave caBundle out; the istiod whose revision is the configuration's label
// istio.io/rev writes its root there. While the bundle is empty, calls fail with `x509: certificate
// signed by unknown authority`. Webhooks by url may rely on public roots and are left alone.

#include "common/istio/injector_backend.h"
#include "common/istio/revision.h"
#include "plugins/inject/checks.h"

namespace mesh::inject {
namespace {

// While there is no istiod nobody can write the bundle; that it is missing is the cause.
bool has_istiod(const Snapshot& snapshot, const istio::InjectorBackend& backend) {
  const istio::BackendState state = istio::state_of(snapshot, backend);
  return state == istio::BackendState::Sound || state == istio::BackendState::Unknown;
}

// The first webhook of the configuration whose bundle is of no use.
std::optional<std::size_t> first_without_root(const MutatingWebhookConfiguration& configuration) {
  for (std::size_t i = 0; i < configuration.webhooks.size(); ++i) {
    const MutatingWebhook& webhook = configuration.webhooks[i];
    if (webhook.service && !istio::is_deactivated(webhook) &&
        webhook.ca_bundle.pem.certificates.empty()) {
      return i;
    }
  }
  return std::nullopt;
}

void report_bundle(const MutatingWebhookConfiguration& configuration, std::size_t index,
                   Reporter& report) {
  const MutatingWebhook& webhook = configuration.webhooks[index];
  const bool fails = istio::fails_closed(webhook);
  report
      .add(configuration.ref, FieldPath("webhooks", index, "clientConfig", "caBundle"),
           "caBundle {}, so the API server does not trust the injector: pods of the namespaces it "
           "serves {}",
           webhook.ca_bundle.pem.empty ? "is empty" : "holds no readable certificate",
           fails ? "cannot be created" : "come up without a sidecar")
      .symptom(R"(failed calling webhook "{}": x509: certificate signed by unknown authority)",
               webhook.name)
      .remedy(
          "istiod of revision {0} writes it: see that it runs, that the label istio.io/rev of {1} "
          "is {0}, and that it may patch mutatingwebhookconfigurations",
          istio::revision_of(configuration), configuration.ref.name);
}

void run(const Snapshot& snapshot, Reporter& report) {
  const MutatingWebhookConfiguration* last = nullptr;
  for (const istio::InjectorBackend& backend : istio::injector_backends(snapshot)) {
    const MutatingWebhookConfiguration& configuration = *backend.webhook.configuration;
    const auto index = first_without_root(configuration);
    if (index && last != &configuration && istio::shows_applied_state(snapshot, backend.webhook) &&
        has_istiod(snapshot, backend)) {
      report_bundle(configuration, *index, report);
      last = &configuration;
    }
  }
}

}  // namespace

constinit const Check kInjectorCaBundle{
    .info =
        {.code = "INJ018",
         .severity = Severity::Error,
         .title = "Injector webhook has a usable caBundle",
         .reads = kPodsAndWorkloads |
                  Kinds{Kind::Service, Kind::EndpointSlice, Kind::MutatingWebhookConfiguration},
         .explain =
             "The API server calls the injector over TLS and verifies it with the webhook's "
             "`caBundle`. Istiod fills it in, in the configurations whose label `istio.io/rev` is "
             "its own revision. If it is empty or unreadable, each call fails with `x509: "
             "certificate signed by unknown authority`: no pod can be created in the namespaces "
             "served, or (failurePolicy `Ignore`) pods come up without a sidecar.\n\nSee that "
             "istiod of that revision runs and found its ConfigMap `istio-sidecar-injector`, that "
             "the label is right, that its ClusterRole may patch mutatingwebhookconfigurations, "
             "and that no GitOps tool resets the field."},
    .run = run,
};

}  // namespace mesh::inject

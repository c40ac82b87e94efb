// SPDX-License-Identifier: Apache-2.0
#include "common/istio/webhook_call.h"

#include "common/istio/endpoints.h"
#include "common/istio/injector_backend.h"
#include "common/istio/mesh_ca.h"
#include "common/istio/revision.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::istio {
namespace {

std::string post(const InjectorWebhook& webhook, std::string_view reason) {
  const WebhookService& service = *webhook.webhook->service;
  return fmt::format("Post \"https://{}.{}.svc:{}{}?timeout={}s\": {}", service.name, service.ns,
                     service.port, service.path, webhook.webhook->timeout_seconds, reason);
}

CallFailure at_service(const InjectorWebhook& webhook, std::string_view reason) {
  return {.message = post(webhook, reason),
          .object = webhook.configuration->ref,
          .field = webhook.path("clientConfig", "service")};
}

CallFailure at_ca_bundle(const InjectorWebhook& webhook) {
  return {.message = post(webhook,
                          "tls: failed to verify certificate: x509: certificate signed by unknown "
                          "authority"),
          .object = webhook.configuration->ref,
          .field = webhook.path("clientConfig", "caBundle")};
}

// Every ready endpoint is a pod that no longer exists.
bool all_gone(const Snapshot& snapshot, const Service& service) {
  bool any = false;
  for (const EndpointSlice* slice : snapshot.slices_of(service)) {
    for (const Endpoint& endpoint : slice->endpoints) {
      if (!endpoint.ready.value_or(true)) {
        continue;
      }
      if (endpoint.target_kind != "Pod" ||
          snapshot.find<Pod>(service.ref.ns, endpoint.target_name) != nullptr) {
        return false;
      }
      any = true;
    }
  }
  return any && knows_pods(snapshot, service.ref.ns);
}

std::optional<CallFailure> backend_failure(const Snapshot& snapshot,
                                           const InjectorWebhook& webhook) {
  const WebhookService& address = *webhook.webhook->service;
  const InjectorBackend backend{.webhook = webhook,
                                .address = address,
                                .service = snapshot.find<Service>(address.ns, address.name)};
  const BackendState state = state_of(snapshot, backend);
  if (state == BackendState::ServiceMissing) {
    return at_service(webhook, fmt::format("service \"{}\" not found", address.name));
  }
  if (backend.service == nullptr) {
    return std::nullopt;
  }
  if (!backend.service->is_external_name() && backend.service->find_port(address.port) == nullptr) {
    return at_service(webhook, fmt::format("no service port {} found for service \"{}\"",
                                           address.port, address.name));
  }
  if (state == BackendState::NoReadyEndpoint) {
    return CallFailure{
        .message =
            post(webhook, fmt::format("no endpoints available for service \"{}\"", address.name)),
        .object = backend.service->ref,
        .field = FieldPath("spec", "selector")};
  }
  if (all_gone(snapshot, *backend.service)) {
    return CallFailure{.message = post(webhook, "dial tcp: connect: connection refused"),
                       .object = snapshot.slices_of(*backend.service).front()->ref,
                       .field = FieldPath("endpoints", 0, "targetRef")};
  }
  return std::nullopt;
}

// INJ-50: istiod writes its root into its validating webhooks as well as into its injectors.
bool is_another_ca(const Snapshot& snapshot, const InjectorWebhook& webhook) {
  const PemData& ours = webhook.webhook->ca_bundle.pem;
  const ConfigMap* root = root_config_map(snapshot, webhook.webhook->service->ns);
  if (root != nullptr && root->data.root_certificate &&
      share_a_root(*root->data.root_certificate, ours)) {
    return false;
  }
  bool differs = false;
  for (const ValidatingWebhookConfiguration& each :
       snapshot.all<ValidatingWebhookConfiguration>()) {
    if (each.meta.labels.get("istio.io/rev") != revision_of(*webhook.configuration)) {
      continue;
    }
    for (const ValidatingWebhook& validator : each.webhooks) {
      const PemData& theirs = validator.ca_bundle.pem;
      if (!theirs.certificates.empty() && share_a_root(ours, theirs)) {
        return false;
      }
      differs = differs || !theirs.certificates.empty();
    }
  }
  return differs;
}

std::optional<CallFailure> trust_failure(const Snapshot& snapshot, const InjectorWebhook& webhook) {
  const bool useless = webhook.webhook->ca_bundle.pem.certificates.empty();
  return useless || is_another_ca(snapshot, webhook) ? std::optional(at_ca_bundle(webhook))
                                                     : std::nullopt;
}

// INJ-18: istiod, whose MeshConfig is there, serves no /inject without the injector's ConfigMap.
std::optional<CallFailure> path_failure(const Snapshot& snapshot, const InjectorWebhook& webhook) {
  const std::string_view ns = webhook.webhook->service->ns;
  const std::string_view revision = revision_of(*webhook.configuration);
  const std::string mesh = revision == "default" ? "istio" : "istio-" + std::string(revision);
  if (snapshot.find<ConfigMap>(ns, mesh) == nullptr ||
      injector_config(snapshot, webhook) != nullptr || !snapshot.knows(Kind::ConfigMap, ns)) {
    return std::nullopt;
  }
  return CallFailure{.message = "the server could not find the requested resource",
                     .object = webhook.configuration->ref,
                     .field = webhook.path("clientConfig", "service", "path")};
}

}  // namespace

std::optional<CallFailure> call_failure(const Snapshot& snapshot, const InjectorWebhook& webhook) {
  if (!webhook.webhook->service) {
    return std::nullopt;
  }
  if (auto failure = backend_failure(snapshot, webhook)) {
    return failure;
  }
  if (!shows_applied_state(snapshot, webhook)) {
    return std::nullopt;
  }
  if (auto failure = trust_failure(snapshot, webhook)) {
    return failure;
  }
  return path_failure(snapshot, webhook);
}

}  // namespace mesh::istio

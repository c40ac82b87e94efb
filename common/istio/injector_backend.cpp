// SPDX-License-Identifier: Apache-2.0
#include "common/istio/injector_backend.h"

#include "common/istio/endpoints.h"

#include <algorithm>

namespace mesh::istio {
namespace {

bool calls_same_service(const InjectorBackend& backend, const InjectorWebhook& webhook) {
  const WebhookService& other = *webhook.webhook->service;
  return backend.webhook.configuration == webhook.configuration && backend.address.ns == other.ns &&
         backend.address.name == other.name && backend.address.port == other.port;
}

bool has_ready(const std::vector<ServiceEndpoint>& endpoints) {
  return std::any_of(endpoints.begin(), endpoints.end(),
                     [](const ServiceEndpoint& endpoint) { return endpoint.ready; });
}

// Whether a Service without EndpointSlices surely has none. Files usually hold the slices of a
// namespace all or not at all.
bool lacks_slices(const Snapshot& snapshot, const Service& service) {
  return snapshot.is_live() ? snapshot.knows(Kind::EndpointSlice, service.ref.ns)
                            : !snapshot.in_namespace<EndpointSlice>(service.ref.ns).empty();
}

BackendState state_of_endpoints(const Snapshot& snapshot, const Service& service,
                                const ServicePort& port) {
  const bool has_slices = !snapshot.slices_of(service).empty();
  if (!has_slices && lacks_slices(snapshot, service)) {
    return BackendState::NoReadyEndpoint;
  }
  if (!has_slices && (service.selector.empty() || !knows_pods(snapshot, service.ref.ns))) {
    return BackendState::Unknown;
  }
  return has_ready(endpoints_of(snapshot, service, port)) ? BackendState::Sound
                                                          : BackendState::NoReadyEndpoint;
}

}  // namespace

std::vector<InjectorBackend> injector_backends(const Snapshot& snapshot) {
  std::vector<InjectorBackend> backends;
  for (const InjectorWebhook& each : injector_webhooks(snapshot)) {
    if (!each.webhook->service || is_deactivated(*each.webhook)) {
      continue;
    }
    const bool listed = std::any_of(
        backends.begin(), backends.end(),
        [&](const InjectorBackend& backend) { return calls_same_service(backend, each); });
    if (!listed) {
      const WebhookService& address = *each.webhook->service;
      backends.push_back({.webhook = each,
                          .address = address,
                          .service = snapshot.find<Service>(address.ns, address.name)});
    }
  }
  return backends;
}

BackendState state_of(const Snapshot& snapshot, const InjectorBackend& backend) {
  if (backend.service == nullptr) {
    return snapshot.knows(Kind::Service, backend.address.ns) ? BackendState::ServiceMissing
                                                             : BackendState::Unknown;
  }
  const ServicePort* port = backend.service->find_port(backend.address.port);
  // A port that does not exist is another fault than a missing endpoint.
  return port == nullptr || backend.service->is_external_name()
             ? BackendState::Unknown
             : state_of_endpoints(snapshot, *backend.service, *port);
}

bool knows_pods(const Snapshot& snapshot, std::string_view ns) {
  const auto workloads = snapshot.workloads();
  return snapshot.knows(Kind::Pod, ns) &&
         (snapshot.is_live() || !snapshot.in_namespace<Pod>(ns).empty() ||
          std::any_of(workloads.begin(), workloads.end(),
                      [&](const Workload* workload) { return workload->ref.ns == ns; }));
}

bool shows_applied_state(const Snapshot& snapshot, const InjectorWebhook& webhook) {
  const std::string_view ns = webhook.webhook->service ? webhook.webhook->service->ns : "";
  const std::span<const Pod> pods = snapshot.in_namespace<Pod>(ns);
  return snapshot.is_live() || webhook.configuration->meta.creation_timestamp ||
         std::any_of(pods.begin(), pods.end(),
                     [](const Pod& pod) { return pod.is_running_object(); });
}

bool fails_closed(const MutatingWebhook& webhook) {
  return webhook.failure_policy != "Ignore";
}

}  // namespace mesh::istio

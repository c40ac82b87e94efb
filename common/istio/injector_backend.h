// SPDX-License-Identifier: Apache-2.0
//
// INJ-3, INJ-50, INJ-52: what stands behind the webhooks of an injector. Each names a Service (or,
// with a managed or remote control plane, a url, about which the cluster knows nothing). If the
// Service is gone or has no ready endpoint, the call fails: with failurePolicy Fail no pod can be
// created, with Ignore pods come up without a sidecar.
#pragma once

#include "common/istio/webhook_match.h"

#include <vector>

namespace mesh::istio {

struct InjectorBackend {
  InjectorWebhook webhook;           // the first of its configuration that calls this Service
  WebhookService address;            // as the webhook names it
  const Service* service = nullptr;  // nullptr: not in the snapshot
};

enum class BackendState { Sound, ServiceMissing, NoReadyEndpoint, Unknown };

// One for each configuration and Service: the webhooks of a configuration usually share one.
// Deactivated webhooks are left out, because they are never called.
std::vector<InjectorBackend> injector_backends(const Snapshot& snapshot);

// Files say less than a cluster: Unknown unless they hold what proves the state. Needs Services,
// EndpointSlices, pods and workloads.
BackendState state_of(const Snapshot& snapshot, const InjectorBackend& backend);

// Whether the objects are as a cluster holds them: a manifest that was never applied has no
// caBundle yet. What shows it: a creation time, or a pod with a status where the injector runs.
bool shows_applied_state(const Snapshot& snapshot, const InjectorWebhook& webhook);

// Whether the control plane's pods in a namespace would be in the snapshot if they existed.
bool knows_pods(const Snapshot& snapshot, std::string_view ns);

// failurePolicy: what a failed call does to the pod.
bool fails_closed(const MutatingWebhook& webhook);

}  // namespace mesh::istio

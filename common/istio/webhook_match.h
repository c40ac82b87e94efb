// SPDX-License-Identifier: Apache-2.0
//
// INJ-1 … INJ-5: which injector webhooks the API server calls for a pod: those whose
// namespaceSelector matches the labels of the namespace and whose objectSelector matches those of
// the pod, in the order of the configurations' names. The selectors are evaluated as they stand.
#pragma once

#include "common/model/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

struct InjectorWebhook {
  const MutatingWebhookConfiguration* configuration = nullptr;
  const MutatingWebhook* webhook = nullptr;
  std::size_t index = 0;  // in configuration->webhooks

  // "istio-sidecar-injector/namespace.sidecar-injector.istio.io"
  std::string name() const;

  // webhooks[index].…
  template <typename... Steps>
  FieldPath path(const Steps&... steps) const {
    return FieldPath("webhooks", index, steps...);
  }
};

// All webhooks of injectors (INJ-1: by the webhook's name), sorted by configuration and index.
std::vector<InjectorWebhook> injector_webhooks(const Snapshot& snapshot);

// The webhook that `istioctl tag set default` switched off: its selectors never match (INJ-5 b).
bool is_deactivated(const MutatingWebhook& webhook);

// INJ-2. Manifests shortened by hand leave the rules out; they are taken as those of Istio.
bool is_called_for_pods(const MutatingWebhook& webhook);

// The namespace's labels as the API server's selectors see them. Files often leave the Namespace
// out; one that nobody describes is taken as enrolled, because that is what mesh manifests are
// written for.
Labels selector_labels(const Snapshot& snapshot, std::string_view ns);

bool selects(const MutatingWebhook& webhook, const Labels& ns_labels, const Labels& pod_labels);

// Those of `webhooks` that select the pod.
std::vector<InjectorWebhook> those_selecting(const std::vector<InjectorWebhook>& webhooks,
                                             const Labels& ns_labels, const Labels& pod_labels);

}  // namespace mesh::istio

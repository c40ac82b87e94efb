// SPDX-License-Identifier: Apache-2.0
#include "common/istio/webhook_match.h"

#include <algorithm>

namespace mesh::istio {
namespace {

bool has_any(const std::vector<std::string_view>& list,
             std::initializer_list<std::string_view> wanted) {
  return std::find_first_of(list.begin(), list.end(), wanted.begin(), wanted.end()) != list.end();
}

}  // namespace

std::string InjectorWebhook::name() const {
  return std::string(configuration->ref.name) + "/" + std::string(webhook->name);
}

std::vector<InjectorWebhook> injector_webhooks(const Snapshot& snapshot) {
  std::vector<InjectorWebhook> found;
  for (const MutatingWebhookConfiguration& configuration :
       snapshot.all<MutatingWebhookConfiguration>()) {
    for (std::size_t i = 0; i < configuration.webhooks.size(); ++i) {
      if (configuration.webhooks[i].name.ends_with("sidecar-injector.istio.io")) {
        found.push_back({&configuration, &configuration.webhooks[i], i});
      }
    }
  }
  return found;
}

bool is_deactivated(const MutatingWebhook& webhook) {
  constexpr std::string_view kDeactivated = "istio.io/deactivated";
  return webhook.namespace_selector.match_labels.contains(kDeactivated) ||
         webhook.object_selector.match_labels.contains(kDeactivated);
}

bool is_called_for_pods(const MutatingWebhook& webhook) {
  return webhook.rules.empty() ||
         std::any_of(webhook.rules.begin(), webhook.rules.end(), [](const WebhookRule& rule) {
           return has_any(rule.operations, {"CREATE", "*"}) &&
                  has_any(rule.api_groups, {"", "*"}) &&
                  has_any(rule.resources, {"pods", "pods/*", "*", "*/*"});
         });
}

Labels selector_labels(const Snapshot& snapshot, std::string_view ns) {
  Labels labels = snapshot.namespace_labels(ns);
  if (snapshot.find_namespace(ns) == nullptr && !snapshot.is_live()) {
    labels.set("istio-injection", "enabled");
  }
  labels.set("kubernetes.io/metadata.name", ns);
  return labels;
}

bool selects(const MutatingWebhook& webhook, const Labels& ns_labels, const Labels& pod_labels) {
  return webhook.namespace_selector.matches(ns_labels) &&
         webhook.object_selector.matches(pod_labels) && is_called_for_pods(webhook);
}

std::vector<InjectorWebhook> those_selecting(const std::vector<InjectorWebhook>& webhooks,
                                             const Labels& ns_labels, const Labels& pod_labels) {
  std::vector<InjectorWebhook> found;
  for (const InjectorWebhook& each : webhooks) {
    if (selects(*each.webhook, ns_labels, pod_labels)) {
      found.push_back(each);
    }
  }
  return found;
}

}  // namespace mesh::istio

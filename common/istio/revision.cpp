// SPDX-License-Identifier: Apache-2.0
#include "common/istio/revision.h"

#include "common/istio/proxy.h"
#include "common/istio/webhook_match.h"

#include <algorithm>
#include <set>

namespace mesh::istio {
namespace {

constexpr std::string_view kRevisionKey = "istio.io/rev";

// The values of istio.io/rev that a selector asks for.
std::vector<std::string_view> revisions_asked(const LabelSelector& selector) {
  std::vector<std::string_view> values;
  if (const auto value = selector.match_labels.find(kRevisionKey)) {
    values.push_back(*value);
  }
  for (const LabelSelector::Requirement& requirement : selector.match_expressions) {
    if (requirement.key == kRevisionKey && requirement.op == "In") {
      values.insert(values.end(), requirement.values.begin(), requirement.values.end());
    }
  }
  return values;
}

bool answers_to_injection_label(const MutatingWebhook& webhook) {
  Labels labels;
  labels.set("istio-injection", "enabled");
  return webhook.namespace_selector.matches(labels);
}

std::vector<std::string_view> names_served_by(const MutatingWebhook& webhook) {
  std::vector<std::string_view> names = revisions_asked(webhook.namespace_selector);
  const std::vector<std::string_view> by_pod = revisions_asked(webhook.object_selector);
  names.insert(names.end(), by_pod.begin(), by_pod.end());
  if (answers_to_injection_label(webhook)) {
    names.emplace_back("default");
  }
  return names;
}

constexpr std::string_view kStatusKey = "sidecar.istio.io/status";
constexpr std::string_view kConfigName = "istio-sidecar-injector";

// The value of "revision" in the JSON of annotation sidecar.istio.io/status.
std::string_view revision_in_status(std::string_view status) {
  constexpr std::string_view kKey = "\"revision\"";
  const std::size_t key = status.find(kKey);
  const std::size_t open =
      key == std::string_view::npos ? key : status.find('"', key + kKey.size());
  if (open == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = status.substr(open + 1);
  return rest.substr(0, rest.find('"'));
}

std::string config_name(std::string_view revision) {
  const bool unnamed = revision.empty() || revision == "default";
  return std::string(kConfigName) + (unnamed ? std::string() : "-" + std::string(revision));
}

}  // namespace

std::string_view revision_of(const MutatingWebhookConfiguration& configuration) {
  const std::string_view revision = configuration.meta.labels.get(kRevisionKey);
  return revision.empty() ? "default" : revision;
}

std::vector<std::string> served_revisions(const Snapshot& snapshot) {
  std::set<std::string> names;
  for (const InjectorWebhook& each : injector_webhooks(snapshot)) {
    for (const std::string_view name : names_served_by(*each.webhook)) {
      names.emplace(name);
    }
  }
  return {names.begin(), names.end()};
}

bool is_served(const Snapshot& snapshot, std::string_view name) {
  return !resolve_revision(snapshot, name).empty();
}

std::string resolve_revision(const Snapshot& snapshot, std::string_view name) {
  std::string_view revision;
  for (const InjectorWebhook& each : injector_webhooks(snapshot)) {
    const std::vector<std::string_view> names = names_served_by(*each.webhook);
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      revision = revision_of(*each.configuration);
    }
  }
  return std::string(revision);
}

bool was_injected(const Pod& pod) {
  return pod.meta.annotations.contains(kStatusKey);
}

std::string injected_by(const Pod& pod) {
  const std::string_view status = revision_in_status(pod.meta.annotations.get(kStatusKey));
  if (status.empty() && (was_injected(pod) || has_proxy(pod))) {
    return std::string(pod.meta.annotations.get(kRevisionKey));
  }
  return std::string(status);
}

bool is_injector_config(const ConfigMap& config_map) {
  return config_map.ref.name.starts_with(kConfigName) &&
         config_map.data.injector_config.has_value();
}

const ConfigMap* injector_config(const Snapshot& snapshot, std::string_view revision) {
  const std::string name = config_name(revision);
  for (const ConfigMap& config_map : snapshot.all<ConfigMap>()) {
    if (config_map.ref.name == name && is_injector_config(config_map)) {
      return &config_map;
    }
  }
  return nullptr;
}

const ConfigMap* injector_config(const Snapshot& snapshot, const InjectorWebhook& webhook) {
  const std::string_view ns =
      webhook.webhook->service ? webhook.webhook->service->ns : "istio-system";
  const ConfigMap* found =
      snapshot.find<ConfigMap>(ns, config_name(revision_of(*webhook.configuration)));
  return found != nullptr && is_injector_config(*found) ? found : nullptr;
}

}  // namespace mesh::istio

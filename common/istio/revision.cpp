// SPDX-License-Identifier: Apache-2.0
#include "common/istio/revision.h"

#include "common/istio/injection.h"

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

// The value of "revision" in the JSON of annotation sidecar.istio.io/status.
std::string revision_in_status(std::string_view status) {
  constexpr std::string_view kKey = "\"revision\":\"";
  const std::size_t at = status.find(kKey);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = status.substr(at + kKey.size());
  return std::string(rest.substr(0, rest.find('"')));
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
  for (const InjectorWebhook& each : injector_webhooks(snapshot)) {
    const std::vector<std::string_view> names = names_served_by(*each.webhook);
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      return std::string(revision_of(*each.configuration));
    }
  }
  return {};
}

std::string injected_by(const Pod& pod) {
  const std::string_view annotation = pod.meta.annotations.get(kRevisionKey);
  if (!annotation.empty()) {
    return std::string(annotation);
  }
  return revision_in_status(pod.meta.annotations.get("sidecar.istio.io/status"));
}

const ConfigMap* injector_config(const Snapshot& snapshot, std::string_view revision) {
  const bool unnamed = revision.empty() || revision == "default";
  const std::string name =
      "istio-sidecar-injector" + (unnamed ? std::string() : "-" + std::string(revision));
  for (const ConfigMap& config_map : snapshot.all<ConfigMap>()) {
    if (config_map.ref.name == name && config_map.data.injector_config) {
      return &config_map;
    }
  }
  return nullptr;
}

}  // namespace mesh::istio

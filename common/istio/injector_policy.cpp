// SPDX-License-Identifier: Apache-2.0
#include "common/istio/injector_policy.h"

#include "common/istio/mesh_config.h"

#include <algorithm>

namespace mesh::istio {
namespace {

PolicyDecision no(InjectionReason reason, ObjectRef object, FieldPath field) {
  return {.injects = false, .reason = reason, .object = object, .field = std::move(field)};
}

PolicyDecision yes(ObjectRef object, FieldPath field) {
  return {.injects = true,
          .reason = InjectionReason::Injected,
          .object = object,
          .field = std::move(field)};
}

// INJ-12: the label if its key is present, else the annotation. Other words than true and false
// leave the question open.
struct Choice {
  std::string_view word;
  bool is_label = false;
};

Choice choice_of(const Pod& pod) {
  const auto label = pod.meta.labels.find(kInjectKey);
  return label ? Choice{*label, true} : Choice{pod.meta.annotations.get(kInjectKey), false};
}

FieldPath path_of(const Pod& pod, const Choice& choice) {
  return pod.path("metadata", choice.is_label ? "labels" : "annotations", kInjectKey);
}

bool any_matches(const std::vector<LabelSelector>& selectors, const Labels& labels) {
  return std::any_of(selectors.begin(), selectors.end(), [&](const LabelSelector& selector) {
    return !selector.empty() && selector.matches(labels);
  });
}

// INJ-13 and INJ-14.
PolicyDecision ask_config(const ConfigMap& source, const Pod& pod, const Choice& choice) {
  const InjectorConfig& config = *source.data.injector_config;
  const FieldPath field("data", "config");
  const AutoInject policy = auto_inject(source);
  if (policy == AutoInject::Illegal) {
    return no(InjectionReason::PolicyIllegal, source.ref, field);
  }
  const bool enabled = policy == AutoInject::Enabled;
  if (choice.word == "true") {
    return enabled ? PolicyDecision{} : yes(pod.ref, path_of(pod, choice));
  }
  if (any_matches(config.never_inject_selector, pod.meta.labels)) {
    return no(InjectionReason::NeverInjectSelector, source.ref, field);
  }
  if (any_matches(config.always_inject_selector, pod.meta.labels)) {
    return enabled ? PolicyDecision{} : yes(source.ref, field);
  }
  return enabled ? PolicyDecision{} : no(InjectionReason::PolicyDisabled, source.ref, field);
}

}  // namespace

AutoInject auto_inject(const ConfigMap& source) {
  const std::vector<std::string_view>& keys = source.data.keys;
  if (std::find(keys.begin(), keys.end(), "config") == keys.end()) {
    return AutoInject::Enabled;
  }
  const std::string_view policy = source.data.injector_config->policy;
  if (policy == "disabled") {
    return AutoInject::Disabled;
  }
  return policy == "enabled" ? AutoInject::Enabled : AutoInject::Illegal;
}

PolicyDecision ask_policy(const Snapshot& snapshot, const ConfigMap* config, const Pod& pod) {
  if (pod.spec.host_network) {
    return no(InjectionReason::HostNetwork, pod.ref, pod.path("spec", "hostNetwork"));
  }
  if (is_ignored_namespace(pod.ref.ns)) {
    return no(InjectionReason::IgnoredNamespace, namespace_ref(snapshot, pod.ref.ns),
              FieldPath("metadata", "name"));
  }
  const Choice choice = choice_of(pod);
  if (choice.word == "false") {
    return no(
        choice.is_label ? InjectionReason::PodLabelOptsOut : InjectionReason::PodAnnotationOptsOut,
        pod.ref, path_of(pod, choice));
  }
  return config == nullptr ? PolicyDecision{} : ask_config(*config, pod, choice);
}

ObjectRef namespace_ref(const Snapshot& snapshot, std::string_view ns) {
  const Namespace* found = snapshot.find_namespace(ns);
  return found != nullptr ? found->ref
                          : ObjectRef{.kind = Kind::Namespace, .name = ns, .api_version = "v1"};
}

}  // namespace mesh::istio

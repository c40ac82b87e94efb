// SPDX-License-Identifier: Apache-2.0
#include "common/istio/injection.h"

#include "common/istio/mesh_config.h"
#include "common/istio/revision.h"

#include <algorithm>

namespace mesh::istio {
namespace {

constexpr std::string_view kInjectKey = "sidecar.istio.io/inject";
constexpr std::string_view kRevisionKey = "istio.io/rev";
constexpr std::string_view kNamespaceKey = "istio-injection";

// The Namespace as the API server's selectors see it. Files often leave it out; a namespace that
// nobody describes is taken as enrolled, because that is what mesh manifests are written for.
Labels selector_labels(const Snapshot& snapshot, std::string_view ns) {
  Labels labels = snapshot.namespace_labels(ns);
  if (snapshot.find_namespace(ns) == nullptr && !snapshot.is_live()) {
    labels.set(kNamespaceKey, "enabled");
  }
  labels.set("kubernetes.io/metadata.name", ns);
  return labels;
}

bool has_any(const std::vector<std::string_view>& list,
             std::initializer_list<std::string_view> wanted) {
  return std::find_first_of(list.begin(), list.end(), wanted.begin(), wanted.end()) != list.end();
}

// INJ-2. Manifests shortened by hand leave the rules out; they are taken as those of Istio.
bool is_called_for_pods(const MutatingWebhook& webhook) {
  return webhook.rules.empty() ||
         std::any_of(webhook.rules.begin(), webhook.rules.end(), [](const WebhookRule& rule) {
           return has_any(rule.operations, {"CREATE", "*"}) &&
                  has_any(rule.api_groups, {"", "*"}) &&
                  has_any(rule.resources, {"pods", "*", "*/*"});
         });
}

class Decision {
 public:
  Decision(const Snapshot& snapshot, const Pod& pod)
      : snapshot_(snapshot), pod_(pod), ns_labels_(selector_labels(snapshot, pod.ref.ns)) {}

  InjectionDecision make() {
    if (snapshot_.knows(Kind::MutatingWebhookConfiguration)) {
      ask_webhooks();
    } else {
      ask_stock_webhooks();
    }
    return std::move(out_);
  }

 private:
  const Labels& pod_labels() const { return pod_.meta.labels; }

  void settle(bool injected, InjectionReason reason, const ObjectRef& by, FieldPath field) {
    out_.injected = injected;
    out_.reason = reason;
    out_.decided_by = by;
    out_.field = std::move(field);
  }

  ObjectRef namespace_ref() const {
    const Namespace* found = snapshot_.find_namespace(pod_.ref.ns);
    return found != nullptr
               ? found->ref
               : ObjectRef{.kind = Kind::Namespace, .name = pod_.ref.ns, .api_version = "v1"};
  }

  void settle_by_namespace(bool injected, InjectionReason reason, std::string_view key) {
    settle(injected, reason, namespace_ref(), FieldPath("metadata", "labels", key));
  }

  void settle_by_pod_label(bool injected, InjectionReason reason, std::string_view key) {
    settle(injected, reason, pod_.ref, pod_.path("metadata", "labels", key));
  }

  void ask_webhooks() {
    for (const InjectorWebhook& each : injector_webhooks(snapshot_)) {
      if (each.webhook->namespace_selector.matches(ns_labels_) &&
          each.webhook->object_selector.matches(pod_labels()) &&
          is_called_for_pods(*each.webhook)) {
        out_.webhooks.push_back(each);
      }
    }
    if (out_.webhooks.empty()) {
      explain_no_webhook();
    }
    // INJ-5 (b): each of several is asked and decides by its own configuration; the last to say yes
    // wins, so it is looked for from the end.
    for (auto each = out_.webhooks.rbegin(); each != out_.webhooks.rend() && !out_.injected;
         ++each) {
      out_.revision = revision_of(*each->configuration);
      settle_enrolled(*each);
      ask_injector(injector_config(snapshot_, *each));
    }
  }

  // INJ-4 as shipped, with every revision taken as served.
  void ask_stock_webhooks() {
    const auto enabled = ns_labels_.find(kNamespaceKey);
    const auto ns_revision = ns_labels_.find(kRevisionKey);
    const auto pod_revision = pod_labels().find(kRevisionKey);
    const auto by_revision = enabled ? std::nullopt : ns_revision ? ns_revision : pod_revision;
    const ConfigMap* config = injector_config(snapshot_, by_revision.value_or("default"));
    const bool opted_in = pod_labels().get(kInjectKey) == "true";
    const bool enrolled = enabled ? *enabled == "enabled" : by_revision || opted_in;
    if (pod_labels().get(kInjectKey) == "false" || (!enrolled && !is_enrolled_by_default(config))) {
      explain_no_webhook();
      return;
    }
    out_.revision = by_revision.value_or("default");
    settle_enrolled({});
    ask_injector(config);
  }

  // INJ-4, entry `auto.`
  bool is_enrolled_by_default(const ConfigMap* config) const {
    return config != nullptr && config->data.injector_config->enable_namespaces_by_default &&
           !ns_labels_.contains(kNamespaceKey) && !pod_labels().contains(kInjectKey) &&
           !is_ignored_namespace(pod_.ref.ns);
  }

  void settle_enrolled(const InjectorWebhook& by) {
    if (ns_labels_.contains(kNamespaceKey)) {
      settle_by_namespace(true, InjectionReason::Injected, kNamespaceKey);
    } else if (ns_labels_.contains(kRevisionKey)) {
      settle_by_namespace(true, InjectionReason::Injected, kRevisionKey);
    } else if (pod_labels().contains(kRevisionKey)) {
      settle_by_pod_label(true, InjectionReason::Injected, kRevisionKey);
    } else if (pod_labels().contains(kInjectKey)) {
      settle_by_pod_label(true, InjectionReason::Injected, kInjectKey);
    } else if (by.configuration != nullptr) {
      settle(true, InjectionReason::Injected, by.configuration->ref,
             FieldPath("webhooks", by.index, "namespaceSelector"));
    } else {
      settle(true, InjectionReason::Injected, namespace_ref(), FieldPath("metadata", "labels"));
    }
  }

  // The nearest rule of INJ-5 that says why nobody is asked.
  void explain_no_webhook() {
    const auto enabled = ns_labels_.find(kNamespaceKey);
    const bool known = snapshot_.knows(Kind::MutatingWebhookConfiguration);
    if (known && injector_webhooks(snapshot_).empty()) {
      settle(false, InjectionReason::NoWebhook, namespace_ref(), FieldPath("metadata", "labels"));
    } else if (enabled && *enabled != "enabled") {
      settle_by_namespace(false, InjectionReason::NamespaceOptedOut, kNamespaceKey);
    } else if (pod_labels().get(kInjectKey) == "false") {
      settle_by_pod_label(false, InjectionReason::PodLabelOptsOut, kInjectKey);
    } else {
      explain_revision();
    }
  }

  void explain_revision() {
    const bool enabled = ns_labels_.contains(kNamespaceKey);
    const auto ns_revision = ns_labels_.find(kRevisionKey);
    const auto pod_revision = pod_labels().find(kRevisionKey);
    if (enabled) {
      out_.revision = "default";
      settle_by_namespace(false, unserved("default"), kNamespaceKey);
    } else if (ns_revision) {
      out_.revision = *ns_revision;
      settle_by_namespace(false, unserved(*ns_revision), kRevisionKey);
    } else if (pod_revision) {
      out_.revision = *pod_revision;
      settle_by_pod_label(false, unserved(*pod_revision), kRevisionKey);
    } else if (pod_labels().get(kInjectKey) == "true") {
      out_.revision = "default";
      settle_by_pod_label(false, unserved("default"), kInjectKey);
    } else {
      settle(false, InjectionReason::NamespaceNotEnrolled, namespace_ref(),
             FieldPath("metadata", "labels"));
    }
  }

  InjectionReason unserved(std::string_view revision) const {
    return is_served(snapshot_, revision) ? InjectionReason::SelectorsExclude
                                          : InjectionReason::UnknownRevision;
  }

  // INJ-10 … INJ-14, in their order.
  void ask_injector(const ConfigMap* config) {
    if (pod_.spec.host_network) {
      settle(false, InjectionReason::HostNetwork, pod_.ref, pod_.path("spec", "hostNetwork"));
    } else if (is_ignored_namespace(pod_.ref.ns)) {
      settle(false, InjectionReason::IgnoredNamespace, namespace_ref(),
             FieldPath("metadata", "name"));
    } else if (forced() == "false") {
      settle_forced_off();
    } else if (config != nullptr) {
      ask_policy(*config);
    }
  }

  // INJ-12: the label if its key is present, else the annotation.
  std::string_view forced() const {
    const auto label = pod_labels().find(kInjectKey);
    return label ? *label : pod_.meta.annotations.get(kInjectKey);
  }

  void settle_forced_off() {
    if (pod_labels().contains(kInjectKey)) {
      settle_by_pod_label(false, InjectionReason::PodLabelOptsOut, kInjectKey);
    } else {
      settle(false, InjectionReason::PodAnnotationOptsOut, pod_.ref,
             pod_.path("metadata", "annotations", kInjectKey));
    }
  }

  void ask_policy(const ConfigMap& source) {
    const InjectorConfig& config = *source.data.injector_config;
    const FieldPath field("data", "config");
    const bool known_policy =
        config.policy.empty() || config.policy == "enabled" || config.policy == "disabled";
    if (!known_policy) {
      settle(false, InjectionReason::PolicyDisabled, source.ref, field);
    } else if (forced() == "true") {
      return;
    } else if (selects(config.never_inject_selector)) {
      settle(false, InjectionReason::NeverInjectSelector, source.ref, field);
    } else if (config.policy == "disabled" && !selects(config.always_inject_selector)) {
      settle(false, InjectionReason::PolicyDisabled, source.ref, field);
    }
  }

  bool selects(const std::vector<LabelSelector>& selectors) const {
    return std::any_of(selectors.begin(), selectors.end(), [&](const LabelSelector& selector) {
      return !selector.empty() && selector.matches(pod_labels());
    });
  }

  const Snapshot& snapshot_;
  const Pod& pod_;
  Labels ns_labels_;
  InjectionDecision out_;
};

}  // namespace

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

bool lacks_injector(const Snapshot& snapshot) {
  if (!injector_webhooks(snapshot).empty()) {
    return false;
  }
  const std::span<const ConfigMap> config_maps = snapshot.all<ConfigMap>();
  return snapshot.knows(Kind::MutatingWebhookConfiguration) ||
         (!snapshot.is_live() &&
          std::any_of(config_maps.begin(), config_maps.end(), [](const ConfigMap& config_map) {
            return is_injector_config(config_map) && !config_map.meta.creation_timestamp;
          }));
}

InjectionDecision decide_injection(const Snapshot& snapshot, const Pod& pod) {
  return Decision(snapshot, pod).make();
}

InjectionDecision decide_for_namespace(const Snapshot& snapshot, const Namespace& ns) {
  Pod silent;
  silent.ref = {
      .kind = Kind::Pod, .ns = ns.ref.name, .name = {}, .api_version = "v1", .origin = {}};
  return decide_injection(snapshot, silent);
}

InjectionDecision decide_without_opt_out(const Snapshot& snapshot, const Pod& pod) {
  const auto without_inject_key = [](const Labels& labels) {
    Labels kept;
    for (const auto& [key, value] : labels) {
      if (key != kInjectKey) {
        kept.set(key, value);
      }
    }
    return kept;
  };
  Pod undecided = pod;
  undecided.meta.labels = without_inject_key(pod.meta.labels);
  undecided.meta.annotations = without_inject_key(pod.meta.annotations);
  return decide_injection(snapshot, undecided);
}

}  // namespace mesh::istio

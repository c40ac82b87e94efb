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
    if (out_.injected) {
      ask_injector();
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
    return found != nullptr ? found->ref : ObjectRef{.kind = Kind::Namespace, .name = pod_.ref.ns, .api_version = "v1"};
  }

  void settle_by_namespace(bool injected, InjectionReason reason, std::string_view key) {
    settle(injected, reason, namespace_ref(), FieldPath("metadata", "labels", key));
  }

  void settle_by_pod_label(bool injected, InjectionReason reason, std::string_view key) {
    settle(injected, reason, pod_.ref, pod_.path("metadata", "labels", key));
  }

  // INJ-5 (b): several may match; the last one by configuration name wins.
  void ask_webhooks() {
    for (const InjectorWebhook& each : injector_webhooks(snapshot_)) {
      if (each.webhook->namespace_selector.matches(ns_labels_) &&
          each.webhook->object_selector.matches(pod_labels())) {
        out_.webhooks.push_back(each);
      }
    }
    if (out_.webhooks.empty()) {
      explain_no_webhook();
      return;
    }
    out_.revision = revision_of(*out_.webhooks.back().configuration);
    settle_enrolled();
  }

  // INJ-4 as shipped, with every revision taken as served.
  void ask_stock_webhooks() {
    const auto enabled = ns_labels_.find(kNamespaceKey);
    const auto ns_revision = ns_labels_.find(kRevisionKey);
    const auto pod_revision = pod_labels().find(kRevisionKey);
    const bool opted_in = pod_labels().get(kInjectKey) == "true";
    const bool enrolled = enabled ? *enabled == "enabled" : ns_revision || pod_revision || opted_in;
    if (!enrolled || pod_labels().get(kInjectKey) == "false") {
      explain_no_webhook();
      return;
    }
    const auto by_revision = enabled ? std::nullopt : ns_revision ? ns_revision : pod_revision;
    out_.revision = by_revision.value_or("default");
    settle_enrolled();
  }

  void settle_enrolled() {
    if (ns_labels_.contains(kNamespaceKey)) {
      settle_by_namespace(true, InjectionReason::Injected, kNamespaceKey);
    } else if (ns_labels_.contains(kRevisionKey)) {
      settle_by_namespace(true, InjectionReason::Injected, kRevisionKey);
    } else {
      const bool by_revision = pod_labels().contains(kRevisionKey);
      settle_by_pod_label(true, InjectionReason::Injected, by_revision ? kRevisionKey : kInjectKey);
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
  void ask_injector() {
    if (pod_.spec.host_network) {
      settle(false, InjectionReason::HostNetwork, pod_.ref, pod_.path("spec", "hostNetwork"));
    } else if (is_ignored_namespace(pod_.ref.ns)) {
      settle(false, InjectionReason::IgnoredNamespace, namespace_ref(), FieldPath("metadata", "name"));
    } else if (forced() == "false") {
      settle_forced_off();
    } else if (const ConfigMap* config = injector_config(snapshot_, out_.revision)) {
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
    const bool known_policy = config.policy.empty() || config.policy == "enabled" || config.policy == "disabled";
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

InjectionDecision decide_injection(const Snapshot& snapshot, const Pod& pod) {
  return Decision(snapshot, pod).make();
}

}  // namespace mesh::istio

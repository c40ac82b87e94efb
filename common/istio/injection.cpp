// SPDX-License-Identifier: Apache-2.0
#include "common/istio/injection.h"

#include "common/istio/injector_policy.h"
#include "common/istio/mesh_config.h"
#include "common/istio/revision.h"

#include <algorithm>

namespace mesh::istio {
namespace {

constexpr std::string_view kRevisionKey = "istio.io/rev";
constexpr std::string_view kNamespaceKey = "istio-injection";

class Decision {
 public:
  Decision(const Snapshot& snapshot, const Pod& pod)
      : snapshot_(snapshot), pod_(pod), ns_labels_(selector_labels(snapshot, pod.ref.ns)) {}

  InjectionDecision make() {
    if (snapshot_.knows(Kind::MutatingWebhookConfiguration) || lacks_injector(snapshot_)) {
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

  ObjectRef namespace_ref() const { return istio::namespace_ref(snapshot_, pod_.ref.ns); }

  void settle_by_namespace(bool injected, InjectionReason reason, std::string_view key) {
    settle(injected, reason, namespace_ref(), FieldPath("metadata", "labels", key));
  }

  void settle_by_pod_label(bool injected, InjectionReason reason, std::string_view key) {
    settle(injected, reason, pod_.ref, pod_.path("metadata", "labels", key));
  }

  void ask_webhooks() {
    out_.webhooks = those_selecting(injector_webhooks(snapshot_), ns_labels_, pod_labels());
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
    Decider decider = enrolled_by(snapshot_, pod_, by);
    settle(true, InjectionReason::Injected, decider.object, std::move(decider.field));
  }

  // The nearest rule of INJ-5 that says why nobody is asked.
  void explain_no_webhook() {
    const auto enabled = ns_labels_.find(kNamespaceKey);
    if (lacks_injector(snapshot_)) {
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

  void ask_injector(const ConfigMap* config) {
    const PolicyDecision decision = ask_policy(snapshot_, config, pod_);
    if (!decision.object.name.empty()) {
      settle(decision.injects, decision.reason, decision.object, decision.field);
    }
  }

  const Snapshot& snapshot_;
  const Pod& pod_;
  Labels ns_labels_;
  InjectionDecision out_;
};

// Pods, or a workload's template in place of them.
bool runs_istiod(const Snapshot& snapshot, std::string_view ns) {
  const std::span<const Pod> pods = snapshot.in_namespace<Pod>(ns);
  return std::any_of(pods.begin(), pods.end(),
                     [](const Pod& pod) { return pod.meta.labels.get("app") == "istiod"; });
}

}  // namespace

bool lacks_injector(const Snapshot& snapshot) {
  if (!injector_webhooks(snapshot).empty()) {
    return false;
  }
  const std::span<const ConfigMap> config_maps = snapshot.all<ConfigMap>();
  return snapshot.knows(Kind::MutatingWebhookConfiguration) ||
         (!snapshot.is_live() &&
          std::any_of(config_maps.begin(), config_maps.end(), [&](const ConfigMap& config_map) {
            return is_injector_config(config_map) && !config_map.meta.creation_timestamp &&
                   runs_istiod(snapshot, config_map.ref.ns);
          }));
}

Decider enrolled_by(const Snapshot& snapshot, const Pod& pod, const InjectorWebhook& webhook) {
  const Labels ns_labels = selector_labels(snapshot, pod.ref.ns);
  for (const std::string_view key : {kNamespaceKey, kRevisionKey}) {
    if (ns_labels.contains(key)) {
      return {namespace_ref(snapshot, pod.ref.ns), FieldPath("metadata", "labels", key)};
    }
  }
  for (const std::string_view key : {kRevisionKey, kInjectKey}) {
    if (pod.meta.labels.contains(key)) {
      return {pod.ref, pod.path("metadata", "labels", key)};
    }
  }
  if (webhook.configuration != nullptr) {
    return {webhook.configuration->ref, webhook.path("namespaceSelector")};
  }
  return {namespace_ref(snapshot, pod.ref.ns), FieldPath("metadata", "labels")};
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

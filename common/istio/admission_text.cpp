// SPDX-License-Identifier: Apache-2.0
#include "common/istio/admission_text.h"

#include "common/base/text.h"
#include "common/istio/revision.h"

#include <fmt/format.h>

namespace mesh::istio {
namespace {

std::string served_text(const Snapshot& snapshot) {
  const std::vector<std::string> served = served_revisions(snapshot);
  return served.empty() ? "none is" : "served: " + join(served, ", ");
}

// The last step of a path: the key of a label or annotation.
std::string_view key_of(const FieldPath& field) {
  const std::string* key =
      field.empty() ? nullptr : std::get_if<std::string>(&field.steps().back());
  return key == nullptr ? std::string_view() : std::string_view(*key);
}

}  // namespace

std::string text_of_no_call(const Snapshot& snapshot, const InjectionDecision& decision,
                            const Pod& pod) {
  const std::string label = text_of_field(snapshot, decision.decided_by, decision.field, pod);
  switch (decision.reason) {
    case InjectionReason::NoWebhook:
      return "no injector webhook is installed";
    case InjectionReason::NamespaceOptedOut:
      return fmt::format(
          "{} keeps every webhook away: only \"enabled\" enrols, and nothing on the "
          "pod can",
          label);
    case InjectionReason::UnknownRevision:
      if (decision.revision.empty()) {
        return fmt::format("{} names no revision or tag ({})", label, served_text(snapshot));
      }
      return fmt::format("{} asks for revision or tag {}, which no webhook serves ({})", label,
                         decision.revision, served_text(snapshot));
    case InjectionReason::PodLabelOptsOut:
      return fmt::format("{} keeps every webhook away", label);
    case InjectionReason::SelectorsExclude:
      return fmt::format("the selectors of the webhooks pass the pod over, in spite of {}", label);
    default:
      return "neither the namespace nor the pod has a label that asks for a sidecar (annotations "
             "cannot)";
  }
}

Mismatch mismatch(const InjectorWebhook& webhook, const Labels& ns_labels,
                  const Labels& pod_labels) {
  if (const auto unmet = webhook.webhook->namespace_selector.first_unmet(ns_labels)) {
    return {fmt::format("the namespace does not meet {}", *unmet),
            webhook.path("namespaceSelector")};
  }
  if (const auto unmet = webhook.webhook->object_selector.first_unmet(pod_labels)) {
    return {fmt::format("the pod does not meet {}", *unmet), webhook.path("objectSelector")};
  }
  return {"it is not called when pods are created", webhook.path("rules")};
}

std::string text_of_policy(const PolicyDecision& policy, std::string_view revision) {
  switch (policy.reason) {
    case InjectionReason::Injected:
      return policy.object.name.empty()
                 ? fmt::format("injector {}: its policy is to inject", revision)
                 : fmt::format("injector {} acts in spite of its policy \"disabled\"", revision);
    case InjectionReason::HostNetwork:
      return "pods on the host's network are left alone";
    case InjectionReason::IgnoredNamespace:
      return "pods of this system namespace are left alone";
    case InjectionReason::PodLabelOptsOut:
      return "label sidecar.istio.io/inject=false keeps the sidecar out";
    case InjectionReason::PodAnnotationOptsOut:
      return "annotation sidecar.istio.io/inject: \"false\" keeps the sidecar out";
    case InjectionReason::NeverInjectSelector:
      return "neverInjectSelector matches the pod's labels";
    case InjectionReason::PolicyIllegal:
      return fmt::format(
          "the policy of injector {} is neither \"enabled\" nor \"disabled\": no pod gets a "
          "sidecar",
          revision);
    default:
      return fmt::format(
          "the policy of injector {} is not \"enabled\", and nothing else asks for a sidecar",
          revision);
  }
}

std::string text_of_field(const Snapshot& snapshot, const ObjectRef& object, const FieldPath& field,
                          const Pod& pod) {
  const std::string_view key = key_of(field);
  const bool of_namespace = object.kind == Kind::Namespace;
  const Labels& labels = of_namespace ? snapshot.namespace_labels(object.name) : pod.meta.labels;
  const auto value = labels.find(key);
  const std::string_view whose = of_namespace ? "namespace" : "pod";
  return value ? fmt::format("label {}={} of the {}", key, *value, whose)
               : fmt::format("the {} of the {}", field.text(), whose);
}

}  // namespace mesh::istio

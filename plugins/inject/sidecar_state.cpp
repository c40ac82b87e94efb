// SPDX-License-Identifier: Apache-2.0
#include "plugins/inject/sidecar_state.h"

#include "common/istio/injection_status.h"
#include "common/istio/injector_backend.h"
#include "common/istio/proxy.h"
#include "common/istio/revision.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::inject {
namespace {

// The label of the decisive step, if it is one, and when it was last written.
std::optional<LabelTime> label_time(const Snapshot& snapshot, const istio::AdmissionStep& step) {
  const Object* object = step.object.name.empty() ? nullptr : snapshot.find(step.object);
  const std::string* key =
      step.field.empty() ? nullptr : std::get_if<std::string>(&step.field.steps().back());
  if (object == nullptr || key == nullptr) {
    return std::nullopt;
  }
  for (const LabelTime& each : object->meta.label_times.entries) {
    if (each.key == *key) {
      return each;
    }
  }
  return std::nullopt;
}

// The configuration that is called first, by its name in webhooks_called.
const MutatingWebhookConfiguration* called_configuration(const Snapshot& snapshot,
                                                         const istio::Admission& admission) {
  if (admission.webhooks_called.empty()) {
    return nullptr;
  }
  const std::string& name = admission.webhooks_called.back();
  return snapshot.find<MutatingWebhookConfiguration>(
      "", std::string_view(name).substr(0, name.find('/')));
}

// INJ-54, INJ-55: a pod without the sidecar that it would get now.
std::string why_missing(const Snapshot& snapshot, const Pod& pod,
                        const istio::Admission& admission) {
  const auto created = pod.meta.creation_timestamp;
  const auto label = label_time(snapshot, admission.steps[admission.decided_by]);
  if (created && label && *created < label->time) {
    return fmt::format(
        "the pod was created at {}, before label {} was written ({}): only new pods are injected",
        format_rfc3339(*created), label->key, format_rfc3339(label->time));
  }
  const MutatingWebhookConfiguration* configuration = called_configuration(snapshot, admission);
  if (created && configuration != nullptr && configuration->meta.creation_timestamp &&
      *created < *configuration->meta.creation_timestamp) {
    return fmt::format("the pod was created at {}, before webhook configuration {} ({})",
                       format_rfc3339(*created), configuration->ref.name,
                       format_rfc3339(*configuration->meta.creation_timestamp));
  }
  const bool passes_over =
      configuration != nullptr &&
      std::any_of(configuration->webhooks.begin(), configuration->webhooks.end(),
                  [](const MutatingWebhook& webhook) { return !istio::fails_closed(webhook); });
  return passes_over
             ? "it has no sidecar: it was created before the labels of today, or while the "
               "injector "
               "could not be called (failurePolicy Ignore lets pods pass); the objects do not tell "
               "which"
             : "it has no sidecar: it was created before the labels or webhooks of today; the "
               "objects do not tell which";
}

std::string difference_of(const Snapshot& snapshot, const Pod& pod,
                          const istio::Admission& expected, const Actual& actual) {
  if (expected.denied_by != istio::DeniedBy::Nobody) {
    return "created now, it would be refused";
  }
  if (expected.injected && !actual.injected) {
    return why_missing(snapshot, pod, expected);
  }
  if (!expected.injected && actual.injected) {
    return "it has a sidecar from before: created now, it would get none";
  }
  if (expected.injected && !actual.revision.empty() && actual.revision != expected.revision) {
    return fmt::format("it runs the sidecar of revision {}; created now, it would get that of {}",
                       actual.revision, expected.revision);
  }
  return {};
}

}  // namespace

SidecarState sidecar_state(const Snapshot& snapshot, const Pod& pod) {
  if (!pod.is_running_object()) {
    return {.expected = istio::admit(snapshot, pod), .actual = std::nullopt, .difference = {}};
  }
  const Pod sent = istio::before_injection(pod);
  SidecarState state{.expected = istio::admit(snapshot, sent),
                     .actual = Actual{.injected = istio::was_injected(pod) || istio::has_proxy(pod),
                                      .revision = istio::injected_by(pod)},
                     .difference = {}};
  state.difference = difference_of(snapshot, pod, state.expected, *state.actual);
  return state;
}

}  // namespace mesh::inject

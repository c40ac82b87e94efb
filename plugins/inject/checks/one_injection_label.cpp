// SPDX-License-Identifier: Apache-2.0
//
// INJ-5, last row: with both labels istio-injection wins, because the entry for istio.io/rev
// demands its absence. Nothing reports the conflict; the pods just get the other control plane, or
// none.

#include "common/istio/injection.h"
#include "common/istio/revision.h"
#include "plugins/inject/checks.h"

namespace mesh::inject {
namespace {

constexpr std::string_view kInjectionKey = "istio-injection";
constexpr std::string_view kRevisionKey = "istio.io/rev";
constexpr std::string_view kModeKey = "istio.io/dataplane-mode";

std::string effect(const Snapshot& snapshot, const Namespace& ns, std::string_view revision) {
  const istio::InjectionDecision decision = istio::decide_for_namespace(snapshot, ns);
  if (!decision.injected) {
    return fmt::format("istio-injection={} wins, and nothing is injected",
                       ns.meta.labels.get(kInjectionKey));
  }
  const std::string wanted = istio::resolve_revision(snapshot, revision);
  if (decision.revision == (wanted.empty() ? revision : wanted)) {
    return fmt::format("both mean control plane {} now, but only istio-injection counts",
                       decision.revision);
  }
  return fmt::format("istio-injection wins, and pods are injected by control plane {}",
                     decision.revision);
}

// INJ-70: pods that get a sidecar are not captured, whatever the namespace says of ambient.
void check_ambient(const Snapshot& snapshot, const Namespace& ns, Reporter& report) {
  const std::string_view key =
      ns.meta.labels.contains(kInjectionKey) ? kInjectionKey : kRevisionKey;
  if (ns.meta.labels.get(kModeKey) != "ambient" || !ns.meta.labels.contains(key) ||
      !istio::decide_for_namespace(snapshot, ns).injected) {
    return;
  }
  const std::string_view value = ns.meta.labels.get(key);
  report
      .add(ns.ref, FieldPath("metadata", "labels", kModeKey),
           "{}=ambient is ignored, because {}={} is set too: its pods get a sidecar unless they "
           "opt out, and pods with a sidecar are not captured",
           kModeKey, key, value)
      .because(ns.ref, FieldPath("metadata", "labels", key), "sets {}={}", key, value)
      .remedy(
          "keep one of them: kubectl label namespace {0} {1}- (for sidecars), or kubectl label "
          "namespace {0} {2}- (for ambient), then restart its workloads",
          ns.ref.name, kModeKey, key);
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Namespace& ns : snapshot.namespaces()) {
    check_ambient(snapshot, ns, report);
    const auto injection = ns.meta.labels.find(kInjectionKey);
    const auto revision = ns.meta.labels.find(kRevisionKey);
    // A value that is neither is a fault of its own.
    if (!injection || !revision || (*injection != "enabled" && *injection != "disabled")) {
      continue;
    }
    report
        .add(ns.ref, FieldPath("metadata", "labels", kRevisionKey),
             "istio.io/rev={} is ignored, because istio-injection is set too: {}", *revision,
             effect(snapshot, ns, *revision))
        .because(ns.ref, FieldPath("metadata", "labels", kInjectionKey), "sets istio-injection={}",
                 *injection)
        .remedy(
            "keep one of them: kubectl label namespace {0} istio-injection- (for {1}), or kubectl "
            "label namespace {0} istio.io/rev-",
            ns.ref.name, *revision);
  }
}

}  // namespace

constinit const Check kOneInjectionLabel{
    .info =
        {.code = "INJ003",
         .severity = Severity::Warning,
         .title = "Namespace carries one kind of injection label",
         .reads = Kinds{Kind::Namespace, Kind::MutatingWebhookConfiguration},
         .explain =
             "`istio-injection` and `istio.io/rev` are two ways to say the same. With both on a "
             "namespace `istio-injection` wins: `enabled` means the default control plane, "
             "whatever the revision label names, and any other value means no injection at "
             "all.\n\nRemove one: `kubectl label namespace NAME istio-injection-` to follow the "
             "revision, `kubectl label namespace NAME istio.io/rev-` to follow the default. Then "
             "restart the workloads.\n\n`istio.io/dataplane-mode=ambient` is a third: a pod that "
             "gets a sidecar is not captured by ambient, so beside the others it counts only for "
             "pods that opt out of injection.",
         .peers = "IST0123"},
    .run = run,
};

}  // namespace mesh::inject

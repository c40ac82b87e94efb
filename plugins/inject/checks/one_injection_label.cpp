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

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Namespace& ns : snapshot.namespaces()) {
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
             "restart the workloads.",
         .peers = "IST0123"},
    .run = run,
};

}  // namespace mesh::inject

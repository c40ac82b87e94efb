// SPDX-License-Identifier: Apache-2.0
//
// INJ-5, "any other value": the injector's selectors know one value of istio-injection, `enabled`.
// Every other value turns injection off, even for pods that opt in themselves.

#include "common/istio/injection.h"
#include "plugins/inject/checks.h"

namespace mesh::inject {
namespace {

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Namespace& ns : snapshot.namespaces()) {
    const auto value = ns.meta.labels.find("istio-injection");
    // Somebody may have written selectors that know other values.
    if (!value || *value == "enabled" || *value == "disabled" ||
        istio::decide_for_namespace(snapshot, ns).injected) {
      continue;
    }
    report
        .add(ns.ref, FieldPath("metadata", "labels", "istio-injection"),
             "istio-injection is \"{}\": only \"enabled\" turns injection on, so no pod of this "
             "namespace gets a sidecar",
             *value)
        .remedy("kubectl label namespace {} istio-injection=enabled --overwrite", ns.ref.name);
  }
}

}  // namespace

constinit const Check kNamespaceInjectionLabelValue{
    .info =
        {.code = "INJ005",
         .severity = Severity::Warning,
         .title = "istio-injection label is enabled or disabled",
         .reads = Kinds{Kind::Namespace, Kind::MutatingWebhookConfiguration},
         .explain =
             "The sidecar injector is called for namespaces labelled exactly "
             "`istio-injection=enabled`. Any other value (`true`, `Enabled`, empty) excludes the "
             "namespace as `disabled` does: pods that opt in by their own label are left out "
             "too.\n\nSet the label to `enabled`, or to `disabled` if that is meant."},
    .run = run,
};

}  // namespace mesh::inject

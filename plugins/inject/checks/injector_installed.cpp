// SPDX-License-Identifier: Apache-2.0
//
// INJ-5: labels do nothing by themselves; webhooks select them. If no injector webhook exists at
// all, every pod of the enrolled namespaces comes up without a sidecar, and nothing says so. One
// finding for the mesh, at the first such namespace.

#include "common/base/text.h"
#include "common/istio/injection.h"
#include "plugins/inject/checks.h"

namespace mesh::inject {
namespace {

// The label that enrols the namespace; empty if none does.
std::string_view enrolling_label(const Namespace& ns) {
  const auto injection = ns.meta.labels.find("istio-injection");
  if (injection) {
    return *injection == "enabled" ? "istio-injection" : "";
  }
  return ns.meta.labels.contains("istio.io/rev") ? "istio.io/rev" : "";
}

void run(const Snapshot& snapshot, Reporter& report) {
  std::vector<const Namespace*> enrolled;
  for (const Namespace& ns : snapshot.namespaces()) {
    if (!enrolling_label(ns).empty()) {
      enrolled.push_back(&ns);
    }
  }
  if (enrolled.empty() || !istio::injector_webhooks(snapshot).empty()) {
    return;
  }
  if (!istio::lacks_injector(snapshot)) {
    report.cannot_tell(Kind::MutatingWebhookConfiguration, {});
    return;
  }
  const Namespace& first = *enrolled.front();
  report
      .add(first.ref, FieldPath("metadata", "labels", enrolling_label(first)),
           "no injector webhook is installed, so the label does nothing: pods of {}{} get no "
           "sidecar",
           first.ref.name,
           enrolled.size() == 1
               ? std::string()
               : fmt::format(" and {} more", count_of(enrolled.size() - 1, "namespace")))
      .remedy(
          "install the control plane again (istioctl install, or its Helm chart): it brings the "
          "MutatingWebhookConfiguration with it")
      .whole_mesh();
}

}  // namespace

constinit const Check kInjectorInstalled{
    .info =
        {.code = "INJ022",
         .severity = Severity::Error,
         .title = "An injector webhook is installed",
         .reads = Kinds{Kind::Namespace, Kind::ConfigMap, Kind::MutatingWebhookConfiguration},
         .explain =
             "Namespaces are labelled for injection, but there is no MutatingWebhookConfiguration "
             "with a webhook `….sidecar-injector.istio.io`. The API server asks nobody, and pods "
             "come up without a sidecar. Running pods keep theirs until they are restarted.\n\n"
             "Install the control plane again; its chart holds the webhooks. With a managed "
             "control plane, enrol the cluster's membership again and wait until the revision is "
             "reconciled."},
    .run = run,
};

}  // namespace mesh::inject

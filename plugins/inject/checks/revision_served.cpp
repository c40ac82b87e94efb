// SPDX-License-Identifier: Apache-2.0
//
// INJ-5, INJ-60: a label istio.io/rev is answered by the webhook whose selector names that revision
// or tag, istio-injection=enabled by that of the default one. Where no webhook names it, nobody is
// asked: pods come up without a sidecar, and nothing says so.

#include "common/base/text.h"
#include "common/istio/injection.h"
#include "common/istio/revision.h"
#include "plugins/inject/checks.h"
#include "plugins/inject/workload_pods.h"

namespace mesh::inject {
namespace {

constexpr std::string_view kRevisionKey = "istio.io/rev";

// The served name that was probably meant: the nearest one, or the only one.
std::string_view suggestion(std::string_view wanted, const std::vector<std::string>& served) {
  const std::vector<std::string_view> names(served.begin(), served.end());
  if (const auto near = closest(wanted, names)) {
    return *near;
  }
  return names.size() == 1 ? names.front() : std::string_view("REVISION");
}

std::string_view label_of(const istio::InjectionDecision& decision) {
  return std::get<std::string>(decision.field.steps().back());
}

// "no injector webhook serves istio.io/rev=canry", "… istio-injection=enabled (the default
// revision)".
std::string unmet_wish(const istio::InjectionDecision& decision, const Labels& labels) {
  const std::string_view key = label_of(decision);
  if (key == kRevisionKey && labels.get(key).empty()) {
    return fmt::format("label {} is empty and names no revision", kRevisionKey);
  }
  return fmt::format("no injector webhook serves {}={}{}", key, labels.get(key),
                     key == kRevisionKey ? "" : " (the default revision)");
}

void report_namespace(const Snapshot& snapshot, const Namespace& ns,
                      const istio::InjectionDecision& decision, Reporter& report) {
  const std::vector<std::string> served = istio::served_revisions(snapshot);
  report
      .add(ns.ref, decision.field, "{}: pods of this namespace get no sidecar",
           unmet_wish(decision, ns.meta.labels))
      .remedy(
          "kubectl label namespace {} {}istio.io/rev={} --overwrite, then restart its workloads "
          "(served: {})",
          ns.ref.name, label_of(decision) == kRevisionKey ? "" : "istio-injection- ",
          suggestion(decision.revision, served), join(served, ", "));
}

void report_workload(const Snapshot& snapshot, const WorkloadPods& workload, Reporter& report) {
  const Pod& pod = *workload.pods.front();
  const istio::InjectionDecision decision = istio::decide_injection(snapshot, pod);
  if (decision.reason != istio::InjectionReason::UnknownRevision ||
      decision.decided_by.kind == Kind::Namespace) {
    return;
  }
  const std::vector<std::string> served = istio::served_revisions(snapshot);
  const Place place = place_of_label(workload, pod, label_of(decision));
  report
      .add(place.object, place.field, "{}: the pods get no sidecar",
           unmet_wish(decision, pod.meta.labels))
      .remedy("set the label istio.io/rev to {} (served: {})",
              suggestion(decision.revision, served), join(served, ", "));
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Namespace& ns : snapshot.namespaces()) {
    const istio::InjectionDecision decision = istio::decide_for_namespace(snapshot, ns);
    if (decision.reason == istio::InjectionReason::UnknownRevision) {
      report_namespace(snapshot, ns, decision, report);
    } else if (ns.meta.labels.contains(kRevisionKey)) {
      report.can_tell(snapshot, Kind::MutatingWebhookConfiguration);
    }
  }
  for (const WorkloadPods& workload : user_workloads(snapshot)) {
    report_workload(snapshot, workload, report);
  }
}

}  // namespace

constinit const Check kRevisionServed{
    .info =
        {.code = "INJ004",
         .severity = Severity::Error,
         .title = "Namespace revision label names a revision or tag that is served",
         .reads = kPodsAndWorkloads | Kinds{Kind::Namespace, Kind::MutatingWebhookConfiguration},
         .explain =
             "`istio.io/rev` names a revision or a tag. Each has webhooks of its own, whose "
             "selectors list the name. If no webhook lists it (a misspelling, a revision that was "
             "removed after an upgrade, `istio-injection=enabled` where only revisions are "
             "installed), the API server asks nobody and pods come up without a sidecar.\n\n"
             "`kubectl get mutatingwebhookconfiguration -L istio.io/rev,istio.io/tag` lists what "
             "is served. Label the namespace with one of these, or create the tag: `istioctl tag "
             "set TAG --revision REVISION`. Then restart the workloads."},
    .run = run,
};

}  // namespace mesh::inject

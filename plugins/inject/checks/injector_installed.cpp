// SPDX-License-Identifier: Apache-2.0
//
// INJ-5: labels do nothing by themselves; webhooks select them. If no injector webhook exists at
// all, every pod of the enrolled namespaces, and every pod that opts in itself, comes up without a
// sidecar, and nothing says so. One finding for the mesh, at the first that asks.

#include "common/base/text.h"
#include "common/istio/injection.h"
#include "plugins/inject/checks.h"
#include "plugins/inject/opt_out.h"
#include "plugins/inject/workload_pods.h"

#include <algorithm>

namespace mesh::inject {
namespace {

constexpr std::string_view kRevisionKey = "istio.io/rev";

// The label that enrols the namespace; empty if none does.
std::string_view enrolling_label(const Namespace& ns) {
  const auto injection = ns.meta.labels.find("istio-injection");
  if (injection) {
    return *injection == "enabled" ? "istio-injection" : "";
  }
  return ns.meta.labels.contains("istio.io/rev") ? "istio.io/rev" : "";
}

// The label by which pods ask for a sidecar themselves; empty if none does.
std::string_view opting_in_label(const Snapshot& snapshot, const Pod& pod) {
  if (snapshot.namespace_labels(pod.ref.ns).get("istio-injection") == "disabled") {
    return {};
  }
  const auto inject = pod.meta.labels.find(kInjectKey);
  if (inject) {
    return *inject == "true" ? kInjectKey : std::string_view();
  }
  return pod.meta.labels.contains(kRevisionKey) ? kRevisionKey : std::string_view();
}

std::string and_more(std::size_t all, std::string_view what) {
  return all == 1 ? std::string() : fmt::format(" and {} more", count_of(all - 1, what));
}

void report_missing(const ObjectRef& object, FieldPath label, const std::string& whose,
                    Reporter& report) {
  report
      .add(object, std::move(label),
           "no injector webhook is installed, so the label does nothing: pods of {} get no sidecar",
           whose)
      .remedy(
          "install the control plane again (istioctl install, or its Helm chart): it brings the "
          "MutatingWebhookConfiguration with it")
      .whole_mesh();
}

// At the first namespace that is enrolled; else at the first workload whose pods opt in.
bool report_first_namespace(const Snapshot& snapshot, Reporter& report) {
  std::vector<const Namespace*> enrolled;
  for (const Namespace& ns : snapshot.namespaces()) {
    if (!enrolling_label(ns).empty()) {
      enrolled.push_back(&ns);
    }
  }
  if (enrolled.empty()) {
    return false;
  }
  const Namespace& first = *enrolled.front();
  report_missing(first.ref, FieldPath("metadata", "labels", enrolling_label(first)),
                 std::string(first.ref.name) + and_more(enrolled.size(), "namespace"), report);
  return true;
}

struct OptIn {
  Place place;
  std::string workload;
};

void report_first_workload(const std::vector<OptIn>& opt_ins, Reporter& report) {
  if (!opt_ins.empty()) {
    report_missing(opt_ins.front().place.object, opt_ins.front().place.field,
                   opt_ins.front().workload + and_more(opt_ins.size(), "workload"), report);
  }
}

std::vector<OptIn> opt_ins_of(const Snapshot& snapshot) {
  std::vector<OptIn> found;
  for (const WorkloadPods& workload : user_workloads(snapshot)) {
    const std::vector<const Pod*> pods =
        workload.those([&](const Pod& pod) { return !opting_in_label(snapshot, pod).empty(); });
    if (!pods.empty()) {
      const Pod& pod = *pods.front();
      found.push_back(
          {place_of_label(workload, pod, opting_in_label(snapshot, pod)), pod.workload.text()});
    }
  }
  return found;
}

bool asks_for_sidecars(const Snapshot& snapshot, const std::vector<OptIn>& opt_ins) {
  const auto namespaces = snapshot.namespaces();
  return !opt_ins.empty() ||
         std::any_of(namespaces.begin(), namespaces.end(),
                     [](const Namespace& ns) { return !enrolling_label(ns).empty(); });
}

void run(const Snapshot& snapshot, Reporter& report) {
  if (!istio::injector_webhooks(snapshot).empty()) {
    return;
  }
  const std::vector<OptIn> opt_ins = opt_ins_of(snapshot);
  if (!istio::lacks_injector(snapshot)) {
    if (asks_for_sidecars(snapshot, opt_ins)) {
      report.cannot_tell(Kind::MutatingWebhookConfiguration, {});
    }
  } else if (!report_first_namespace(snapshot, report)) {
    report_first_workload(opt_ins, report);
  }
}

}  // namespace

constinit const Check kInjectorInstalled{
    .info =
        {.code = "INJ022",
         .severity = Severity::Error,
         .title = "An injector webhook is installed",
         .reads = kPodsAndWorkloads |
                  Kinds{Kind::Namespace, Kind::ConfigMap, Kind::MutatingWebhookConfiguration},
         .explain =
             "Namespaces or pods are labelled for injection, but there is no "
             "MutatingWebhookConfiguration "
             "with a webhook `….sidecar-injector.istio.io`. The API server asks nobody, and pods "
             "come up without a sidecar. Running pods keep theirs until they are restarted.\n\n"
             "Install the control plane again; its chart holds the webhooks. With a managed "
             "control plane, enrol the cluster's membership again and wait until the revision is "
             "reconciled."},
    .run = run,
};

}  // namespace mesh::inject

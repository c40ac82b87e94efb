// SPDX-License-Identifier: Apache-2.0
//
// PORT-36: a Service whose selector matches no pod keeps its cluster in the proxies, with no
// endpoint in it: every request is answered 503 UH. WorkloadEntries count as pods, and a workload
// scaled to 0 is PORT026's.

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "plugins/ports/checks.h"
#include "plugins/ports/port_scope.h"

#include <algorithm>

namespace mesh::ports {
namespace {

// A pod that fails the selector by one label only.
struct NearMiss {
  const Pod* pod = nullptr;
  std::string_view key;
  std::string_view value;  // empty: the pod has no such label

  explicit operator bool() const { return pod != nullptr; }
};

NearMiss near_miss(const Pod& pod, const Labels& selector) {
  NearMiss miss;
  for (const auto& [key, value] : selector) {
    if (pod.meta.labels.find(key) == value) {
      continue;
    }
    if (miss) {
      return {};
    }
    miss = {&pod, key, pod.meta.labels.get(key)};
  }
  return miss;
}

bool has_value_under_another_key(const Pod& pod, std::string_view value) {
  return std::any_of(pod.meta.labels.begin(), pod.meta.labels.end(),
                     [&](const Labels::Entry& label) { return label.second == value; });
}

// How sure it is that these pods are meant; 0: they are not.
int likeness(const Service& service, const NearMiss& miss) {
  const std::string_view wanted = service.selector.get(miss.key);
  if (miss.pod->workload.name == service.ref.name && !miss.value.empty()) {
    return 4;
  }
  if (!miss.value.empty() && closest(wanted, std::array{miss.value})) {
    return 3;
  }
  if (miss.value.empty() && has_value_under_another_key(*miss.pod, wanted)) {
    return 2;
  }
  return service.selector.size() > 1 ? 1 : 0;
}

NearMiss find_near_miss(const Snapshot& snapshot, const Service& service) {
  NearMiss best;
  int best_likeness = 0;
  for (const Pod& pod : snapshot.in_namespace<Pod>(service.ref.ns)) {
    const NearMiss miss = near_miss(pod, service.selector);
    const int found = miss ? likeness(service, miss) : 0;
    if (found > best_likeness) {
      best = miss;
      best_likeness = found;
    }
  }
  return best;
}

// "app", "version": the entry to point at, where it can be told; the selector otherwise.
FieldPath selector_field(const Service& service, const NearMiss& miss) {
  const FieldPath selector("spec", "selector");
  if (miss) {
    return selector.with(miss.key);
  }
  return service.selector.size() == 1 ? selector.with(service.selector.begin()->first) : selector;
}

void suggest_near_miss(const Snapshot& snapshot, const Service& service, const NearMiss& miss,
                       Finding& finding) {
  const Workload* workload = snapshot.workload_of(*miss.pod);
  const ObjectRef& owner = workload != nullptr ? workload->ref : miss.pod->ref;
  const FieldPath labels = workload != nullptr
                               ? workload->template_path().with("metadata", "labels")
                               : miss.pod->path("metadata", "labels");
  const std::string_view wanted = service.selector.get(miss.key);
  if (miss.value.empty()) {
    finding.because(owner, labels, "makes pods without the label {}", miss.key)
        .remedy("label the pods of {} with {}={}, or take {} out of spec.selector", owner.text(),
                miss.key, wanted, miss.key);
  } else {
    finding.because(owner, labels.with(miss.key), "has {}={}", miss.key, miss.value)
        .remedy("set spec.selector.{} to {}, as {} has it, or label its pods {}={}", miss.key,
                miss.value, owner.text(), miss.key, wanted);
  }
}

// The pods may have been meant to stand in the Service's namespace, or the Service in theirs.
void suggest_elsewhere(const Snapshot& snapshot, const Service& service, Finding& finding) {
  const auto pods = snapshot.pods_matching_anywhere(service.selector);
  if (pods.empty()) {
    finding.remedy("set spec.selector to labels that the pods in {} have, or delete the Service",
                   service.ref.ns);
    return;
  }
  const Pod& pod = *pods.front();
  finding.because(pod.workload, FieldPath("metadata", "namespace"), "has these labels, in {}",
                  pod.ref.ns);
  finding.remedy(
      "move the Service to namespace {}, where {} is, or set spec.selector to labels that "
      "the pods in {} have",
      pod.ref.ns, pod.workload.text(), service.ref.ns);
}

bool selects_nothing(const Snapshot& snapshot, const Service& service) {
  return snapshot.pods_selected_by(service.ref.ns, service.selector).empty() &&
         istio::count_addresses(snapshot, service).all == 0 &&
         istio::workloads_of(snapshot, service).empty();
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const Service& service : snapshot.services()) {
    if (service.ports.empty() || !istio::has_selector(service) ||
        !concerns_mesh(snapshot, service) || !selects_nothing(snapshot, service) ||
        !report.can_tell(snapshot, Kind::Pod, service.ref.ns)) {
      continue;
    }
    const NearMiss miss = find_near_miss(snapshot, service);
    Finding& finding = report.add(service.ref, selector_field(service, miss),
                                  "no pod in {} has {}: requests find no healthy upstream",
                                  service.ref.ns, service.selector.text());
    finding.symptom("{}", symptom_of_no_endpoint(service));
    if (miss) {
      suggest_near_miss(snapshot, service, miss, finding);
    } else {
      suggest_elsewhere(snapshot, service, finding);
    }
  }
}

}  // namespace

constinit const Check kServiceSelectsPods{
    .info =
        {.code = "PORT004",
         .severity = Severity::Error,
         .title = "Service selects pods",
         .reads =
             Kinds{Kind::Service, Kind::EndpointSlice, Kind::WorkloadEntry} | kPodsAndWorkloads,
         .explain =
             "A Service sends requests to the pods of its own namespace that have *all* labels of "
             "`spec.selector`. If none has them, the proxies know the Service but no endpoint of "
             "it, and answer every request with `503` and flag `UH` (\"no healthy upstream\").\n\n"
             "Compare `spec.selector` with the labels of the pods, which come from "
             "`spec.template.metadata.labels` of their workload, not from the workload's own "
             "`metadata.labels`. A Service in another namespace than its pods selects nothing "
             "either.",
         .peers = "KIA0701"},
    .run = run,
};

}  // namespace mesh::ports

// SPDX-License-Identifier: Apache-2.0
//
// PORT-65: a subset is those endpoints of the host whose pods carry its labels, besides the labels
// that the Service selects. A subset without endpoints answers 503 UH. What has no labels in the
// snapshot (endpoints by hand, ExternalName, resolution NONE) is not judged; a Service that selects
// no pod at all is PORT004's.

#include "common/base/text.h"
#include "common/istio/endpoints.h"
#include "common/istio/service_registry.h"
#include "common/model/host.h"
#include "plugins/routes/checks.h"
#include "plugins/routes/route_text.h"

#include <algorithm>
#include <array>
#include <set>

namespace mesh::routes {
namespace {

// Labels of endpoints that stand on no pod, or on running pods only; none is added without a value.
bool is_added_at_run_time(std::string_view key) {
  constexpr std::array<std::string_view, 12> kKeys{"kubernetes.io/hostname",
                                                   "topology.kubernetes.io/region",
                                                   "topology.kubernetes.io/zone",
                                                   "topology.istio.io/subzone",
                                                   "topology.istio.io/network",
                                                   "topology.istio.io/cluster",
                                                   "istio.io/rev",
                                                   "security.istio.io/tlsMode",
                                                   "service.istio.io/canonical-name",
                                                   "service.istio.io/canonical-revision",
                                                   "statefulset.kubernetes.io/pod-name",
                                                   "apps.kubernetes.io/pod-index"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end() || key.ends_with("-hash");
}

// The labels of everything that may be an endpoint of a host; nullopt: some have none that we know.
using EndpointLabels = std::optional<std::vector<const Labels*>>;

EndpointLabels labels_of(const Snapshot& snapshot, const Service& service) {
  if (!istio::has_selector(service)) {
    return std::nullopt;
  }
  std::vector<const Labels*> labels;
  for (const Pod* pod : istio::pods_of(snapshot, service)) {
    labels.push_back(&pod->meta.labels);
  }
  for (const WorkloadEntry* entry : istio::workload_entries_of(snapshot, service)) {
    labels.push_back(&entry->spec.labels);
  }
  return labels;
}

EndpointLabels labels_of(const Snapshot& snapshot, const ServiceEntry& entry) {
  const bool without_endpoints = entry.endpoints.empty() && !entry.workload_selector;
  if (entry.resolution == ServiceResolution::NONE ||
      (entry.resolution == ServiceResolution::STATIC && without_endpoints)) {
    return std::nullopt;
  }
  std::vector<const Labels*> labels;
  for (const WorkloadEndpoint& endpoint : entry.endpoints) {
    labels.push_back(&endpoint.labels);
  }
  if (entry.workload_selector) {
    for (const Pod* pod :
         snapshot.pods_selected_by(entry.ref.ns, entry.workload_selector->labels)) {
      labels.push_back(&pod->meta.labels);
    }
    for (const WorkloadEntry& workload : snapshot.in_namespace<WorkloadEntry>(entry.ref.ns)) {
      if (workload.spec.labels.contains_all(entry.workload_selector->labels)) {
        labels.push_back(&workload.spec.labels);
      }
    }
  }
  return labels;
}

bool selects_pods(const istio::RegistryEntry& entry) {
  return entry.service != nullptr || entry.service_entry->workload_selector.has_value();
}

// "version=v1 and version=v2": what the endpoints have under the first key that none has as wanted.
std::string labels_found(const std::vector<const Labels*>& endpoints, const Labels& wanted) {
  for (const auto& [key, value] : wanted) {
    std::set<std::string> values;
    bool found = false;
    for (const Labels* labels : endpoints) {
      const auto own = labels->find(key);
      found = found || own == value;
      values.insert(own ? fmt::format("{}={}", key, *own) : fmt::format("no {}", key));
    }
    if (!found) {
      return join_and(std::vector<std::string>(values.begin(), values.end()));
    }
  }
  return "not all of them together";
}

void report_subset(const DestinationRule& rule, std::size_t index,
                   const istio::RegistryEntry& entry, const std::vector<const Labels*>& endpoints,
                   Reporter& report) {
  const Subset& subset = rule.subsets[index];
  const std::string what =
      endpoints.empty() ? "it has no endpoints with labels"
                        : fmt::format("{} {}", endpoints.size() == 1 ? "it has" : "they have",
                                      labels_found(endpoints, subset.labels));
  report
      .add(rule.ref, FieldPath("spec", "subsets", index, "labels"),
           "subset {} is empty, because none of the {} of {} has {} ({}): requests to it get 503",
           subset.name, selects_pods(entry) ? "pods" : "endpoints", entry.object().ref.text(),
           subset.labels.text(), what)
      .symptom("{}", entry.service != nullptr ? "503 UH" : "503")
      .remedy("correct the labels of the subset, or label the pods with {}", subset.labels.text());
}

bool is_empty(const Subset& subset, const std::vector<const Labels*>& endpoints) {
  const bool can_tell =
      !subset.labels.empty() &&
      std::none_of(subset.labels.begin(), subset.labels.end(), [](const Labels::Entry& label) {
        return is_added_at_run_time(label.first) && !label.second.empty();
      });
  return can_tell && std::none_of(endpoints.begin(), endpoints.end(), [&](const Labels* labels) {
           return labels->contains_all(subset.labels);
         });
}

void check_rule(const Snapshot& snapshot, const DestinationRule& rule,
                const istio::Registry& registry, Reporter& report) {
  std::vector<const Labels*> endpoints;
  const auto entries = registry.find_all(fully_qualified(rule.host, rule.ref.ns));
  for (const istio::RegistryEntry& entry : entries) {
    const EndpointLabels labels = entry.service != nullptr
                                      ? labels_of(snapshot, *entry.service)
                                      : labels_of(snapshot, *entry.service_entry);
    if (!labels ||
        (selects_pods(entry) &&
         (labels->empty() || !report.can_tell(snapshot, Kind::Pod, entry.object().ref.ns)))) {
      return;
    }
    endpoints.insert(endpoints.end(), labels->begin(), labels->end());
  }
  for (std::size_t i = 0; i < rule.subsets.size() && !entries.empty(); ++i) {
    if (is_empty(rule.subsets[i], endpoints)) {
      report_subset(rule, i, entries.front(), endpoints, report);
    }
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const istio::Registry registry(snapshot);
  for (const DestinationRule& rule : snapshot.all<DestinationRule>()) {
    if (!rule.subsets.empty() && !is_wildcard(rule.host)) {
      check_rule(snapshot, rule, registry, report);
    }
  }
}

}  // namespace

constinit const Check kSubsetPods{
    .info = {.code = "ROUTE005",
             .severity = Severity::Error,
             .title = "Subset selects pods",
             .reads = Kinds{Kind::DestinationRule, Kind::Service, Kind::ServiceEntry,
                            Kind::WorkloadEntry} |
                      kPodsAndWorkloads,
             .explain = "A subset holds the pods that the Service selects and that also carry the "
                        "labels of the "
                        "subset. If there is none, requests that a VirtualService sends to the "
                        "subset get 503 with the "
                        "flag UH: no healthy host.\n\n"
                        "Correct the labels of the subset, label the pods, or start the version "
                        "that the subset is "
                        "for.",
             .peers = "IST0173 KIA0203"},
    .run = run,
};

}  // namespace mesh::routes

// SPDX-License-Identifier: Apache-2.0
#include "common/model/snapshot.h"

#include "common/model/host.h"
#include "common/model/snapshot_builder.h"

#include <algorithm>

namespace mesh {
namespace {

template <typename T>
const Object* find_as_object(const Snapshot& snapshot, const ObjectRef& ref) {
  return snapshot.find<T>(ref.ns, ref.name);
}

using Finder = const Object* (*)(const Snapshot&, const ObjectRef&);

// In the order of Kind.
constexpr std::array<Finder, kKindCount> kFinders{find_as_object<Namespace>,
                                                  find_as_object<Pod>,
                                                  find_as_object<Service>,
                                                  find_as_object<EndpointSlice>,
                                                  find_as_object<ConfigMap>,
                                                  find_as_object<Secret>,
                                                  find_as_object<Deployment>,
                                                  find_as_object<StatefulSet>,
                                                  find_as_object<DaemonSet>,
                                                  find_as_object<ReplicaSet>,
                                                  find_as_object<Job>,
                                                  find_as_object<CronJob>,
                                                  find_as_object<Ingress>,
                                                  find_as_object<MutatingWebhookConfiguration>,
                                                  find_as_object<ValidatingWebhookConfiguration>,
                                                  find_as_object<Node>,
                                                  find_as_object<PeerAuthentication>,
                                                  find_as_object<DestinationRule>,
                                                  find_as_object<VirtualService>,
                                                  find_as_object<Gateway>,
                                                  find_as_object<ServiceEntry>,
                                                  find_as_object<WorkloadEntry>,
                                                  find_as_object<Sidecar>,
                                                  find_as_object<ServiceMonitor>,
                                                  find_as_object<PodMonitor>,
                                                  find_as_object<PodMonitoring>,
                                                  find_as_object<ClusterPodMonitoring>};

}  // namespace

const Object* Snapshot::find(const ObjectRef& ref) const {
  return kFinders[static_cast<std::size_t>(ref.kind)](*this, ref);
}

const Labels& Snapshot::namespace_labels(std::string_view name) const {
  static const Labels kNone;
  const Namespace* found = find_namespace(name);
  return found == nullptr ? kNone : found->meta.labels;
}

std::vector<const Pod*> Snapshot::pods_selected_by(std::string_view ns,
                                                   const Labels& selector) const {
  const std::vector<std::uint32_t>* rarest = nullptr;
  for (const auto& [key, value] : selector) {
    const auto at = pods_by_label_.find(SnapshotBuilder::label_hash(ns, key, value));
    if (at == pods_by_label_.end()) {
      return {};
    }
    if (rarest == nullptr || at->second.size() < rarest->size()) {
      rarest = &at->second;
    }
  }
  std::vector<const Pod*> selected;
  if (rarest != nullptr) {
    for (const std::uint32_t index : *rarest) {
      const Pod& pod = pods()[index];
      if (pod.ref.ns == ns && pod.meta.labels.contains_all(selector)) {
        selected.push_back(&pod);
      }
    }
  }
  return selected;
}

std::vector<const Pod*> Snapshot::pods_matching(std::string_view ns, const Labels& selector) const {
  if (!selector.empty()) {
    return pods_selected_by(ns, selector);
  }
  std::vector<const Pod*> selected;
  for (const Pod& pod : in_namespace<Pod>(ns)) {
    selected.push_back(&pod);
  }
  return selected;
}

std::vector<const Pod*> Snapshot::pods_matching_anywhere(const Labels& selector) const {
  std::vector<const Pod*> selected;
  for (const std::string_view ns : namespace_names_) {
    const std::vector<const Pod*> here = pods_matching(ns, selector);
    selected.insert(selected.end(), here.begin(), here.end());
  }
  return selected;
}

std::span<const Service* const> Snapshot::services_selecting(const Pod& pod) const {
  return services_by_pod_[static_cast<std::size_t>(&pod - pods().data())];
}

std::span<const EndpointSlice* const> Snapshot::slices_of(const Service& service) const {
  return slices_by_service_[static_cast<std::size_t>(&service - services().data())];
}

std::vector<const DestinationRule*> Snapshot::destination_rules_covering(
    std::string_view ns, std::string_view host) const {
  std::vector<const DestinationRule*> covering;
  for (const std::string_view key : {host, std::string_view("*")}) {
    const auto at = destination_rules_by_host_.find(SnapshotBuilder::host_hash(ns, key));
    if (at == destination_rules_by_host_.end()) {
      continue;
    }
    for (const std::uint32_t index : at->second) {
      const DestinationRule& rule = all<DestinationRule>()[index];
      if (rule.ref.ns == ns && host_covers(fully_qualified(rule.host, ns), host)) {
        covering.push_back(&rule);
      }
    }
    if (host == "*") {
      break;
    }
  }
  std::sort(covering.begin(), covering.end());  // all are elements of one sorted array
  return covering;
}

const Workload* Snapshot::find_workload(const ObjectRef& ref) const {
  const bool is_workload = ref.kind != Kind::Pod && kPodsAndWorkloads.contains(ref.kind);
  return is_workload ? static_cast<const Workload*>(find(ref)) : nullptr;
}

const Workload* Snapshot::workload_of(const Pod& pod) const {
  return find_workload(pod.workload);
}

bool Snapshot::knows(Kind kind, std::string_view ns) const {
  const Coverage& coverage = coverage_[static_cast<std::size_t>(kind)];
  return coverage.everywhere ||
         (!ns.empty() && std::find(coverage.namespaces.begin(), coverage.namespaces.end(), ns) !=
                             coverage.namespaces.end());
}

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
#include "common/model/snapshot_builder.h"

#include "common/model/host.h"

#include <algorithm>
#include <functional>
#include <set>

namespace mesh {
namespace {

template <typename Function>
void for_each_list(Snapshot::Objects& objects, Function&& function) {
  std::apply([&](auto&... lists) { (function(lists), ...); }, objects);
}

// Sorts by namespace and name, and keeps the last of objects with the same name.
template <typename T>
void sort_and_keep_last(std::vector<T>& list,
                        std::vector<std::pair<ObjectRef, ObjectRef>>& duplicates) {
  std::stable_sort(list.begin(), list.end(), [](const T& a, const T& b) { return a.ref < b.ref; });
  std::vector<T> kept;
  kept.reserve(list.size());
  for (T& object : list) {
    if (!kept.empty() && kept.back().ref == object.ref) {
      duplicates.emplace_back(object.ref, kept.back().ref);
      kept.back() = std::move(object);
    } else {
      kept.push_back(std::move(object));
    }
  }
  list = std::move(kept);
}

const OwnerReference* controller_of(const ObjectMeta& meta) {
  const auto at = std::find_if(meta.owner_references.begin(), meta.owner_references.end(),
                               [](const OwnerReference& owner) { return owner.controller; });
  return at == meta.owner_references.end() ? nullptr : &*at;
}

ObjectRef workload_ref(Kind kind, std::string_view ns, std::string_view name) {
  const bool batch = kind == Kind::Job || kind == Kind::CronJob;
  return {.kind = kind,
          .ns = ns,
          .name = name,
          .api_version = batch ? "batch/v1" : "apps/v1",
          .origin = {}};
}

// The Deployment behind a ReplicaSet is told by the pod-template-hash that ends the latter's name,
// so ReplicaSets need not be read.
ObjectRef workload_of(const Pod& pod) {
  const OwnerReference* owner = controller_of(pod.meta);
  if (owner == nullptr) {
    return pod.ref;
  }
  const std::string_view hash = pod.meta.labels.get("pod-template-hash");
  if (owner->kind == "ReplicaSet" && !hash.empty() && owner->name.ends_with(hash) &&
      owner->name.size() > hash.size() + 1) {
    return workload_ref(Kind::Deployment, pod.ref.ns,
                        owner->name.substr(0, owner->name.size() - hash.size() - 1));
  }
  for (const Kind kind : {Kind::StatefulSet, Kind::DaemonSet, Kind::ReplicaSet, Kind::Job}) {
    if (owner->kind == info(kind).name) {
      return workload_ref(kind, pod.ref.ns, owner->name);
    }
  }
  return pod.ref;
}

// A workload whose own controller makes the pods does not stand in for them, nor one whose status
// says that it has none.
bool may_stand_in(const Workload& workload) {
  const bool status_says_none = workload.observed_generation && workload.status_replicas == 0;
  return workload.wants_pods() && !status_says_none && controller_of(workload.meta) == nullptr;
}

}  // namespace

SnapshotBuilder::SnapshotBuilder(From from) {
  snapshot_.is_live_ = from == From::Cluster;
}

void SnapshotBuilder::absorb(SnapshotBuilder part) {
  const auto append = [](auto& to, auto& from) {
    if (to.empty()) {
      to = std::move(from);
    } else {
      to.insert(to.end(), std::make_move_iterator(from.begin()),
                std::make_move_iterator(from.end()));
    }
  };
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (append(std::get<I>(snapshot_.objects_), std::get<I>(part.snapshot_.objects_)), ...);
  }
  (std::make_index_sequence<kKindCount>());
}

void SnapshotBuilder::drop(Kind kind) {
  std::size_t index = 0;
  for_each_list(snapshot_.objects_, [&](auto& list) {
    if (index++ == static_cast<std::size_t>(kind)) {
      list.clear();
    }
  });
  snapshot_.coverage_[static_cast<std::size_t>(kind)] = {};
}

void SnapshotBuilder::cover_everywhere(Kind kind) {
  snapshot_.coverage_[static_cast<std::size_t>(kind)].everywhere = true;
}

void SnapshotBuilder::cover_namespace(Kind kind, std::string_view ns) {
  snapshot_.coverage_[static_cast<std::size_t>(kind)].namespaces.push_back(pool().intern(ns));
}

Snapshot SnapshotBuilder::finish() {
  sort_and_drop_duplicates();
  if (!snapshot_.is_live_) {
    cover_what_files_hold();
  }
  merge_workload_labels();
  index_workloads();
  index_mesh_config_maps();
  resolve_pod_workloads();
  add_stand_ins();
  index_namespaces();
  index_pods();
  index_slices();
  index_destination_rules();
  return std::move(snapshot_);
}

void SnapshotBuilder::sort_and_drop_duplicates() {
  for_each_list(snapshot_.objects_, [&](auto& list) {
    sort_and_keep_last(list, snapshot_.duplicates_);
    snapshot_.object_count_ += list.size();
  });
}

void SnapshotBuilder::cover_what_files_hold() {
  std::size_t index = 0;
  for_each_list(snapshot_.objects_, [&](auto& list) {
    snapshot_.coverage_[index].everywhere = !list.empty() || !all_kinds()[index].built_in;
    ++index;
  });
  Coverage& pods = snapshot_.coverage_[static_cast<std::size_t>(Kind::Pod)];
  for (std::size_t kind = 0; kind < kKindCount; ++kind) {
    if (kPodsAndWorkloads.contains(static_cast<Kind>(kind))) {
      pods.everywhere = pods.everywhere || snapshot_.coverage_[kind].everywhere;
    }
  }
}

// MTLS-28: from here on the labels in the spec are those of the metadata put over those of the
// spec.
void SnapshotBuilder::merge_workload_labels() {
  for (WorkloadEntry& entry : std::get<std::vector<WorkloadEntry>>(snapshot_.objects_)) {
    for (const auto& [key, value] : entry.meta.labels) {
      entry.spec.labels.set(key, value);
    }
  }
}

void SnapshotBuilder::index_mesh_config_maps() {
  for (const ConfigMap& config_map : snapshot_.all<ConfigMap>()) {
    if (config_map.data.mesh_config) {
      snapshot_.mesh_config_maps_.push_back(&config_map);
    }
  }
}

void SnapshotBuilder::resolve_pod_workloads() {
  for (Pod& pod : std::get<std::vector<Pod>>(snapshot_.objects_)) {
    pod.workload = workload_of(pod);
    if (const Workload* workload = snapshot_.find_workload(pod.workload)) {
      pod.workload = workload->ref;
    }
  }
}

void SnapshotBuilder::add_stand_ins() {
  std::set<ObjectRef> with_pods;
  for (const Pod& pod : snapshot_.pods()) {
    with_pods.insert(pod.workload);
  }
  const std::size_t real = snapshot_.pods().size();
  for (const Workload* workload : snapshot_.workloads()) {
    if (may_stand_in(*workload) && !with_pods.contains(workload->ref)) {
      add(stand_in_for(*workload));
    }
  }
  std::vector<Pod>& pods = std::get<std::vector<Pod>>(snapshot_.objects_);
  const auto middle = pods.begin() + static_cast<std::ptrdiff_t>(real);
  const auto by_name = [](const Pod& a, const Pod& b) {
    return std::tie(a.ref.ns, a.ref.name, a.ref.kind) < std::tie(b.ref.ns, b.ref.name, b.ref.kind);
  };
  std::sort(middle, pods.end(), by_name);
  std::inplace_merge(pods.begin(), middle, pods.end(), by_name);
}

void SnapshotBuilder::index_workloads() {
  const auto append = [&](const auto& list) {
    for (const Workload& workload : list) {
      snapshot_.workloads_.push_back(&workload);
    }
  };
  append(snapshot_.all<Deployment>());
  append(snapshot_.all<StatefulSet>());
  append(snapshot_.all<DaemonSet>());
  append(snapshot_.all<ReplicaSet>());
  append(snapshot_.all<Job>());
  append(snapshot_.all<CronJob>());
}

void SnapshotBuilder::index_namespaces() {
  std::set<std::string_view> names;
  for_each_list(snapshot_.objects_, [&](const auto& list) {
    for (const Object& object : list) {
      names.insert(object.ref.scope());
    }
  });
  names.erase(std::string_view());
  snapshot_.namespace_names_.assign(names.begin(), names.end());
}

void SnapshotBuilder::index_pods() {
  const std::span<const Pod> pods = snapshot_.pods();
  for (std::uint32_t index = 0; index < pods.size(); ++index) {
    for (const auto& [key, value] : pods[index].meta.labels) {
      snapshot_.pods_by_label_[label_hash(pods[index].ref.ns, key, value)].push_back(index);
    }
  }
  snapshot_.services_by_pod_.resize(pods.size());
  for (const Service& service : snapshot_.services()) {
    for (const Pod* pod : snapshot_.pods_selected_by(service.ref.ns, service.selector)) {
      snapshot_.services_by_pod_[static_cast<std::size_t>(pod - pods.data())].push_back(&service);
    }
  }
}

void SnapshotBuilder::index_slices() {
  const std::span<const Service> services = snapshot_.services();
  snapshot_.slices_by_service_.resize(services.size());
  for (const EndpointSlice& slice : snapshot_.all<EndpointSlice>()) {
    const Service* service = snapshot_.find<Service>(slice.ref.ns, slice.service_name());
    if (service != nullptr) {
      snapshot_.slices_by_service_[static_cast<std::size_t>(service - services.data())].push_back(
          &slice);
    }
  }
}

void SnapshotBuilder::index_destination_rules() {
  const std::span<const DestinationRule> rules = snapshot_.all<DestinationRule>();
  for (std::uint32_t index = 0; index < rules.size(); ++index) {
    const std::string_view ns = rules[index].ref.ns;
    const std::string host = fully_qualified(rules[index].host, ns);
    const std::string_view key = is_wildcard(host) ? std::string_view("*") : std::string_view(host);
    snapshot_.destination_rules_by_host_[host_hash(ns, key)].push_back(index);
  }
}

std::size_t SnapshotBuilder::host_hash(std::string_view ns, std::string_view host) {
  return label_hash(ns, "host", host);
}

std::size_t SnapshotBuilder::label_hash(std::string_view ns, std::string_view key,
                                        std::string_view value) {
  const std::hash<std::string_view> hash;
  std::size_t seed = hash(ns);
  for (const std::string_view part : {key, value}) {
    seed ^= hash(part) + 0x9e3779b97f4a7c15U + (seed << 6U) + (seed >> 2U);
  }
  return seed;
}

}  // namespace mesh

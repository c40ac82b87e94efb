// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/string_pool.h"
#include "common/model/core.h"
#include "common/model/destination_rule.h"
#include "common/model/gateway.h"
#include "common/model/monitor.h"
#include "common/model/peer_authentication.h"
#include "common/model/pod.h"
#include "common/model/service.h"
#include "common/model/service_entry.h"
#include "common/model/virtual_service.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <tuple>
#include <typeindex>
#include <unordered_map>
#include <vector>

namespace mesh {

// Which objects of a kind the snapshot is sure to hold: those of everywhere, of some namespaces, or
// (neither) none for certain. Absence proves something only where a kind is covered.
struct Coverage {
  bool everywhere = false;
  std::vector<std::string_view> namespaces;
};

// Everything that was read, frozen and indexed. Move-only while it is built, const afterwards; owns
// every text that objects point to. All lists are sorted by namespace and name. Not offered:
// changing it, and watching for changes.
class Snapshot {
 public:
  using Objects = std::tuple<
      std::vector<Namespace>, std::vector<Pod>, std::vector<Service>, std::vector<EndpointSlice>,
      std::vector<ConfigMap>, std::vector<Secret>, std::vector<Deployment>,
      std::vector<StatefulSet>, std::vector<DaemonSet>, std::vector<ReplicaSet>, std::vector<Job>,
      std::vector<CronJob>, std::vector<Ingress>, std::vector<MutatingWebhookConfiguration>,
      std::vector<ValidatingWebhookConfiguration>, std::vector<Node>,
      std::vector<PeerAuthentication>, std::vector<DestinationRule>, std::vector<VirtualService>,
      std::vector<Gateway>, std::vector<ServiceEntry>, std::vector<WorkloadEntry>,
      std::vector<Sidecar>, std::vector<ServiceMonitor>, std::vector<PodMonitor>,
      std::vector<PodMonitoring>, std::vector<ClusterPodMonitoring>>;

  Snapshot(Snapshot&&) noexcept = default;
  Snapshot& operator=(Snapshot&&) noexcept = default;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot() = default;

  // All objects of one type, for example all<Service>(). `all<Pod>()` includes stand-ins.
  template <typename T>
  std::span<const T> all() const {
    return std::get<std::vector<T>>(objects_);
  }

  // function(list of all objects of one type), type after type.
  template <typename Function>
  void for_each_list(Function&& function) const {
    std::apply([&](const auto&... lists) { (function(lists), ...); }, objects_);
  }

  // Those of one namespace. O(log n).
  template <typename T>
  std::span<const T> in_namespace(std::string_view ns) const {
    const auto [first, last] = range_of_namespace(all<T>(), ns);
    return {first, last};
  }

  // nullptr if absent. O(log n).
  template <typename T>
  const T* find(std::string_view ns, std::string_view name) const {
    const std::span<const T> list = in_namespace<T>(ns);
    const auto at = std::lower_bound(
        list.begin(), list.end(), name,
        [](const T& object, std::string_view wanted) { return object.ref.name < wanted; });
    return at != list.end() && at->ref.name == name ? &*at : nullptr;
  }

  // Any object by its reference (a stand-in's reference gives its workload); nullptr if absent.
  const Object* find(const ObjectRef& ref) const;

  std::span<const Namespace> namespaces() const { return all<Namespace>(); }

  std::span<const Pod> pods() const { return all<Pod>(); }

  std::span<const Service> services() const { return all<Service>(); }

  const Namespace* find_namespace(std::string_view name) const { return find<Namespace>("", name); }

  // The labels of a namespace; empty if it is unknown.
  const Labels& namespace_labels(std::string_view name) const;

  // Pods and stand-ins of one namespace whose labels contain `selector`; an empty selector selects
  // none, as in a Service. O(matches of the rarest label).
  std::vector<const Pod*> pods_selected_by(std::string_view ns, const Labels& selector) const;
  // The same where an empty selector selects all, as in Istio's kinds (GEN-4).
  std::vector<const Pod*> pods_matching(std::string_view ns, const Labels& selector) const;
  // The same over all namespaces.
  std::vector<const Pod*> pods_matching_anywhere(const Labels& selector) const;

  // Services whose selector selects this pod. O(1).
  std::span<const Service* const> services_selecting(const Pod& pod) const;
  std::span<const EndpointSlice* const> slices_of(const Service& service) const;
  // DestinationRules of one namespace whose host covers this one (fully qualified, lower case),
  // sorted by name. O(matches + wildcard rules of the namespace).
  std::vector<const DestinationRule*> destination_rules_covering(std::string_view ns,
                                                                 std::string_view host) const;

  // The workload object a pod belongs to (or stands in for); nullptr if it is not in the snapshot.
  const Workload* workload_of(const Pod& pod) const;
  const Workload* find_workload(const ObjectRef& ref) const;

  // All Deployments, StatefulSets, DaemonSets, ReplicaSets, Jobs and CronJobs, sorted by kind.
  std::span<const Workload* const> workloads() const { return workloads_; }

  // ConfigMaps that carry a MeshConfig, sorted.
  std::span<const ConfigMap* const> mesh_config_maps() const { return mesh_config_maps_; }

  // What T(snapshot) makes of this snapshot: made at the first ask, kept as long as the snapshot,
  // which from then on must stay where it is. For what several checks would compute alike. Not for
  // several threads at once.
  template <typename T>
  const T& view() const {
    std::shared_ptr<const void>& made = views_[typeid(T)];
    if (made == nullptr) {
      made = std::make_shared<const T>(*this);
    }
    return *static_cast<const T*>(made.get());
  }

  // Whether absence of an object of this kind from the snapshot means that it does not exist, in
  // `ns` or (empty) anywhere.
  bool knows(Kind kind, std::string_view ns = {}) const;

  // Whether the objects come from a cluster rather than from files.
  bool is_live() const { return is_live_; }

  // Namespaces in which anything was read, sorted.
  std::span<const std::string_view> namespace_names() const { return namespace_names_; }

  std::size_t object_count() const { return object_count_; }

  // Objects that were defined twice (the later one is kept), as {kept, dropped}.
  std::span<const std::pair<ObjectRef, ObjectRef>> duplicates() const { return duplicates_; }

 private:
  friend class SnapshotBuilder;
  Snapshot() = default;

  template <typename T>
  static auto range_of_namespace(std::span<const T> list, std::string_view ns) {
    struct ByNamespace {
      bool operator()(const T& object, std::string_view name) const { return object.ref.ns < name; }

      bool operator()(std::string_view name, const T& object) const { return name < object.ref.ns; }
    };

    return std::equal_range(list.begin(), list.end(), ns, ByNamespace{});
  }

  StringPool pool_;
  Objects objects_;
  std::array<Coverage, kKindCount> coverage_;
  bool is_live_ = false;
  std::size_t object_count_ = 0;
  std::vector<std::string_view> namespace_names_;
  std::vector<std::pair<ObjectRef, ObjectRef>> duplicates_;
  std::vector<const Workload*> workloads_;
  std::vector<const ConfigMap*> mesh_config_maps_;
  std::unordered_map<std::size_t, std::vector<std::uint32_t>> pods_by_label_;
  std::vector<std::vector<const Service*>> services_by_pod_;
  std::vector<std::vector<const EndpointSlice*>> slices_by_service_;
  std::unordered_map<std::size_t, std::vector<std::uint32_t>> destination_rules_by_host_;
  mutable std::unordered_map<std::type_index, std::shared_ptr<const void>> views_;
};

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

namespace mesh {

// The kinds of object that some check reads.
enum class Kind : std::uint8_t {
  Namespace,
  Pod,
  Service,
  EndpointSlice,
  ConfigMap,
  Secret,
  Deployment,
  StatefulSet,
  DaemonSet,
  ReplicaSet,
  Job,
  CronJob,
  Ingress,
  MutatingWebhookConfiguration,
  ValidatingWebhookConfiguration,
  Node,
  PeerAuthentication,
  DestinationRule,
  VirtualService,
  Gateway,
  ServiceEntry,
  WorkloadEntry,
  Sidecar,
  ServiceMonitor,
  PodMonitor,
  PodMonitoring,
  ClusterPodMonitoring,
};

inline constexpr std::size_t kKindCount = static_cast<std::size_t>(Kind::ClusterPodMonitoring) + 1;

// What the API calls a kind.
struct KindInfo {
  Kind kind;
  std::string_view name;      // "VirtualService"
  std::string_view singular;  // "virtualservice", as in `kubectl get virtualservice/x`
  std::string_view plural;    // "virtualservices", as in URLs
  std::string_view group;     // "" for the core group
  std::span<const std::string_view> versions;  // all read, the preferred one first
  bool namespaced;
  bool built_in;  // API servers serve it as protobuf; custom resources are JSON only
  std::span<const std::string_view> short_names;

  // Of an addition that neither Kubernetes nor Istio brings: a cluster without it lacks nothing.
  bool is_addition() const { return group.starts_with("monitoring."); }
};

const KindInfo& info(Kind kind);
std::span<const KindInfo> all_kinds();

// The kind of an apiVersion ("networking.istio.io/v1beta1") and kind as an object states them;
// nullopt for kinds and versions that nobody here reads.
std::optional<Kind> find_kind(std::string_view api_version, std::string_view name);

// The kind of a word on the command line: plural, singular, short name, with or without ".group".
std::optional<Kind> find_kind_by_word(std::string_view word);

// A set of kinds, usable in constant expressions.
class Kinds {
 public:
  constexpr Kinds() = default;

  constexpr Kinds(std::initializer_list<Kind> kinds) {
    for (const Kind kind : kinds) {
      add(kind);
    }
  }

  constexpr void add(Kind kind) { bits_ |= bit(kind); }

  constexpr void remove(Kind kind) { bits_ &= ~bit(kind); }

  constexpr bool contains(Kind kind) const { return (bits_ & bit(kind)) != 0; }

  constexpr bool empty() const { return bits_ == 0; }

  constexpr Kinds operator|(Kinds other) const {
    Kinds out;
    out.bits_ = bits_ | other.bits_;
    return out;
  }

 private:
  static constexpr std::uint32_t bit(Kind kind) { return 1U << static_cast<unsigned>(kind); }

  std::uint32_t bits_ = 0;
};

// What it takes to know the pods: the pods themselves, and the workloads whose templates stand in
// for pods that are not there.
inline constexpr Kinds kPodsAndWorkloads{Kind::Pod,       Kind::Deployment, Kind::StatefulSet,
                                         Kind::DaemonSet, Kind::ReplicaSet, Kind::Job,
                                         Kind::CronJob};

// What tells Prometheus what to scrape.
inline constexpr Kinds kMonitors{Kind::ServiceMonitor, Kind::PodMonitor, Kind::PodMonitoring,
                                 Kind::ClusterPodMonitoring};

}  // namespace mesh

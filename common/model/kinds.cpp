// SPDX-License-Identifier: Apache-2.0
#include "common/model/kinds.h"

#include "common/base/text.h"

#include <algorithm>
#include <array>

namespace mesh {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 1> kV1{"v1"};
constexpr std::array<std::string_view, 2> kV1AndBeta{"v1", "v1beta1"};
constexpr std::array<std::string_view, 3> kV1BetaAlpha{"v1", "v1beta1", "v1alpha3"};

constexpr std::array<std::string_view, 1> kNs{"ns"};
constexpr std::array<std::string_view, 1> kPo{"po"};
constexpr std::array<std::string_view, 1> kSvc{"svc"};
constexpr std::array<std::string_view, 1> kCm{"cm"};
constexpr std::array<std::string_view, 1> kDeploy{"deploy"};
constexpr std::array<std::string_view, 1> kSts{"sts"};
constexpr std::array<std::string_view, 1> kDs{"ds"};
constexpr std::array<std::string_view, 1> kRs{"rs"};
constexpr std::array<std::string_view, 1> kCj{"cj"};
constexpr std::array<std::string_view, 1> kIng{"ing"};
constexpr std::array<std::string_view, 1> kNo{"no"};
constexpr std::array<std::string_view, 1> kPa{"pa"};
constexpr std::array<std::string_view, 1> kDr{"dr"};
constexpr std::array<std::string_view, 1> kVs{"vs"};
constexpr std::array<std::string_view, 1> kGw{"gw"};
constexpr std::array<std::string_view, 1> kSe{"se"};
constexpr std::array<std::string_view, 1> kWe{"we"};
constexpr std::array<std::string_view, 1> kSmon{"smon"};
constexpr std::array<std::string_view, 1> kPmon{"pmon"};

constexpr std::string_view kNetworking = "networking.istio.io";

// clang-format off
constexpr std::array<KindInfo, kKindCount> kKinds{{
    {Kind::Namespace, "Namespace", "namespace", "namespaces", "", kV1, false, true, kNs},
    {Kind::Pod, "Pod", "pod", "pods", "", kV1, true, true, kPo},
    {Kind::Service, "Service", "service", "services", "", kV1, true, true, kSvc},
    {Kind::EndpointSlice, "EndpointSlice", "endpointslice", "endpointslices", "discovery.k8s.io", kV1, true, true, {}},
    {Kind::ConfigMap, "ConfigMap", "configmap", "configmaps", "", kV1, true, true, kCm},
    {Kind::Secret, "Secret", "secret", "secrets", "", kV1, true, true, {}},
    {Kind::Deployment, "Deployment", "deployment", "deployments", "apps", kV1, true, true, kDeploy},
    {Kind::StatefulSet, "StatefulSet", "statefulset", "statefulsets", "apps", kV1, true, true, kSts},
    {Kind::DaemonSet, "DaemonSet", "daemonset", "daemonsets", "apps", kV1, true, true, kDs},
    {Kind::ReplicaSet, "ReplicaSet", "replicaset", "replicasets", "apps", kV1, true, true, kRs},
    {Kind::Job, "Job", "job", "jobs", "batch", kV1, true, true, {}},
    {Kind::CronJob, "CronJob", "cronjob", "cronjobs", "batch", kV1, true, true, kCj},
    {Kind::Ingress, "Ingress", "ingress", "ingresses", "networking.k8s.io", kV1, true, true, kIng},
    {Kind::MutatingWebhookConfiguration, "MutatingWebhookConfiguration", "mutatingwebhookconfiguration", "mutatingwebhookconfigurations", "admissionregistration.k8s.io", kV1, false, true, {}},
    {Kind::ValidatingWebhookConfiguration, "ValidatingWebhookConfiguration", "validatingwebhookconfiguration", "validatingwebhookconfigurations", "admissionregistration.k8s.io", kV1, false, true, {}},
    {Kind::Node, "Node", "node", "nodes", "", kV1, false, true, kNo},
    {Kind::PeerAuthentication, "PeerAuthentication", "peerauthentication", "peerauthentications", "security.istio.io", kV1AndBeta, true, false, kPa},
    {Kind::DestinationRule, "DestinationRule", "destinationrule", "destinationrules", kNetworking, kV1BetaAlpha, true, false, kDr},
    {Kind::VirtualService, "VirtualService", "virtualservice", "virtualservices", kNetworking, kV1BetaAlpha, true, false, kVs},
    {Kind::Gateway, "Gateway", "gateway", "gateways", kNetworking, kV1BetaAlpha, true, false, kGw},
    {Kind::ServiceEntry, "ServiceEntry", "serviceentry", "serviceentries", kNetworking, kV1BetaAlpha, true, false, kSe},
    {Kind::WorkloadEntry, "WorkloadEntry", "workloadentry", "workloadentries", kNetworking, kV1BetaAlpha, true, false, kWe},
    {Kind::Sidecar, "Sidecar", "sidecar", "sidecars", kNetworking, kV1BetaAlpha, true, false, {}},
    {Kind::ServiceMonitor, "ServiceMonitor", "servicemonitor", "servicemonitors", "monitoring.coreos.com", kV1, true, false, kSmon},
    {Kind::PodMonitor, "PodMonitor", "podmonitor", "podmonitors", "monitoring.coreos.com", kV1, true, false, kPmon},
    {Kind::PodMonitoring, "PodMonitoring", "podmonitoring", "podmonitorings", "monitoring.googleapis.com", kV1, true, false, {}},
    {Kind::ClusterPodMonitoring, "ClusterPodMonitoring", "clusterpodmonitoring", "clusterpodmonitorings", "monitoring.googleapis.com", kV1, false, false, {}},
}};

// clang-format on

bool contains(Names names, std::string_view word) {
  return std::find(names.begin(), names.end(), word) != names.end();
}

}  // namespace

const KindInfo& info(Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::span<const KindInfo> all_kinds() {
  return kKinds;
}

std::optional<Kind> find_kind(std::string_view api_version, std::string_view name) {
  const std::size_t slash = api_version.find('/');
  const bool core = slash == std::string_view::npos;
  const std::string_view group = core ? std::string_view() : api_version.substr(0, slash);
  const std::string_view version = core ? api_version : api_version.substr(slash + 1);
  for (const KindInfo& kind : kKinds) {
    if (kind.name == name && kind.group == group && contains(kind.versions, version)) {
      return kind.kind;
    }
  }
  return std::nullopt;
}

std::optional<Kind> find_kind_by_word(std::string_view word) {
  const std::string lower = to_lower(word);
  const std::string_view text = lower;
  const std::size_t dot = text.find('.');
  const std::string_view name = text.substr(0, dot);
  for (const KindInfo& kind : kKinds) {
    const bool named =
        name == kind.singular || name == kind.plural || contains(kind.short_names, name);
    const bool in_group = dot == std::string_view::npos || text.substr(dot + 1) == kind.group;
    if (named && in_group) {
      return kind.kind;
    }
  }
  return std::nullopt;
}

}  // namespace mesh

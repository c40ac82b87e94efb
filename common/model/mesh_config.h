// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/istio_common.h"
#include "common/model/labels.h"
#include "common/model/pod.h"
#include "common/model/proxy_config.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh {

// Istio's MeshConfig: key `mesh` of ConfigMap istio[-revision]. Absent fields mean Istio's
// defaults.
struct MeshConfig {
  std::string_view root_namespace;       // default istio-system (GEN-1)
  std::string_view trust_domain;         // default cluster.local
  std::optional<bool> enable_auto_mtls;  // default true
  std::vector<std::string_view> default_service_export_to;
  std::vector<std::string_view> default_virtual_service_export_to;
  std::vector<std::string_view> default_destination_rule_export_to;
  std::string_view outbound_traffic_policy;  // ALLOW_ANY (default) or REGISTRY_ONLY
  std::vector<LabelSelector> discovery_selectors;
  ProxyConfig default_config;                   // for proxies whose pods say nothing else
  std::optional<bool> enable_prometheus_merge;  // default true
};

// The templates of Istio's own charts.
inline constexpr std::array<std::string_view, 9> kShippedTemplates{
    "sidecar",  "gateway",      "grpc-simple",  "grpc-agent",           "ambient-validation",
    "waypoint", "kube-gateway", "agentgateway", "agentgateway-waypoint"};

inline bool is_shipped_template(std::string_view name) {
  return std::find(kShippedTemplates.begin(), kShippedTemplates.end(), name) !=
         kShippedTemplates.end();
}

// A template of the injector (INJ-16). Istio's own are known by name and not read; of others only
// what stands in their text without being computed.
struct InjectionTemplate {
  std::string_view name;
  PodTemplate pod;
};

struct InjectionTemplates {
  std::vector<InjectionTemplate> entries;
};

// The injector's configuration: keys `config` and `values` of ConfigMap
// istio-sidecar-injector[-revision].
struct InjectorConfig {
  std::string_view policy;
  std::vector<LabelSelector> never_inject_selector;
  std::vector<LabelSelector> always_inject_selector;
  bool enable_namespaces_by_default = false;
  std::string_view revision;
  std::string_view ca_address;  // who signs workload certificates; empty: istiod itself
  InjectionTemplates templates;
  std::vector<std::string_view> default_templates;  // "sidecar" by default
  Map<std::vector<std::string_view>> aliases;       // of templates
  bool cni_enabled = false;
  std::string_view native_sidecars;  // ENABLE_NATIVE_SIDECARS: true, false, auto (default)
  bool privileged = false;           // of the proxy
  std::string_view seccomp_profile;  // type, of the proxy; empty: none
};

}  // namespace mesh

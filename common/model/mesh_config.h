// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/labels.h"

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
};

// The injector's configuration: keys `config` and `values` of ConfigMap
// istio-sidecar-injector[-revision].
struct InjectorConfig {
  std::string_view policy;  // "enabled" by default
  std::vector<LabelSelector> never_inject_selector;
  std::vector<LabelSelector> always_inject_selector;
  bool enable_namespaces_by_default = false;
  std::string_view revision;
  std::string_view ca_address;  // who signs workload certificates; empty: istiod itself
};

}  // namespace mesh

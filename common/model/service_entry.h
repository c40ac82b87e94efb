// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/gateway.h"
#include "common/model/istio_common.h"
#include "common/model/object.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh {

struct ServiceEntryPort {
  std::optional<std::int64_t> number;
  std::string_view protocol;
  std::string_view name;
  std::optional<std::int64_t> target_port;
};

// WorkloadEntry.spec, also inside ServiceEntry.endpoints.
struct WorkloadEndpoint {
  std::string_view address;
  Map<std::int64_t> ports;
  Labels labels;
  std::string_view service_account;
  std::string_view network;
};

// workloadSelector of ServiceEntry and Sidecar, whose key is `labels`.
struct LabelsSelector {
  Labels labels;
};

enum class ServiceLocation { MESH_EXTERNAL, MESH_INTERNAL };
enum class ServiceResolution { NONE, STATIC, DNS, DNS_ROUND_ROBIN, DYNAMIC_DNS };

struct ServiceEntry : Object {
  std::vector<std::string_view> hosts;
  std::vector<std::string_view> addresses;
  std::vector<ServiceEntryPort> ports;
  ServiceLocation location = ServiceLocation::MESH_EXTERNAL;
  ServiceResolution resolution = ServiceResolution::NONE;
  std::vector<WorkloadEndpoint> endpoints;
  std::optional<LabelsSelector> workload_selector;
  std::vector<std::string_view> export_to;
};

struct WorkloadEntry : Object {
  WorkloadEndpoint spec;
};

struct SidecarIngress {
  std::optional<ServiceEntryPort> port;
  std::string_view bind;
  std::string_view default_endpoint;
  std::optional<ServerTlsSettings> tls;
  std::optional<ConnectionPoolSettings> connection_pool;
};

struct SidecarEgress {
  std::optional<ServiceEntryPort> port;
  std::string_view bind;
  std::string_view capture_mode;
  std::vector<std::string_view> hosts;
};

struct OutboundTrafficPolicy {
  std::string_view mode;  // empty means REGISTRY_ONLY
  std::optional<Destination> egress_proxy;
};

struct Sidecar : Object {
  std::optional<LabelsSelector> workload_selector;
  std::vector<SidecarIngress> ingress;
  std::vector<SidecarEgress> egress;
  std::optional<OutboundTrafficPolicy> outbound_traffic_policy;
  std::optional<ConnectionPoolSettings> inbound_connection_pool;
};

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/int_or_string.h"
#include "common/model/object.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh {

struct ServicePort {
  std::string_view name;
  std::string_view protocol;  // empty means TCP
  std::int32_t port = 0;
  IntOrString target_port;  // unset means `port` (PORT-31)
  std::int32_t node_port = 0;
  std::string_view app_protocol;
};

struct LoadBalancerIngress {
  std::string_view ip;
  std::string_view hostname;
};

struct Service : Object {
  std::vector<ServicePort> ports;
  Labels selector;
  std::string_view cluster_ip;  // "None" for headless
  std::string_view type;        // empty means ClusterIP
  std::string_view external_name;
  std::vector<std::string_view> external_ips;
  bool publish_not_ready_addresses = false;
  std::string_view internal_traffic_policy;
  std::optional<std::vector<LoadBalancerIngress>> load_balancer_ingress;  // status

  bool is_headless() const { return cluster_ip == "None"; }

  bool is_external_name() const { return type == "ExternalName"; }

  const ServicePort* find_port(std::int32_t number) const;
};

struct Endpoint {
  std::vector<std::string_view> addresses;
  std::optional<bool> ready;  // absent means ready (PORT-32)
  std::optional<bool> terminating;
  std::string_view target_kind;
  std::string_view target_name;
  std::string_view node_name;
};

struct EndpointPort {
  std::string_view name;
  std::string_view protocol;
  std::int32_t port = 0;
};

struct EndpointSlice : Object {
  std::string_view address_type;
  std::vector<Endpoint> endpoints;
  std::vector<EndpointPort> ports;

  // The Service it belongs to: label kubernetes.io/service-name.
  std::string_view service_name() const { return meta.labels.get("kubernetes.io/service-name"); }
};

struct IngressBackend {
  std::string_view service_name;
  std::string_view port_name;
  std::int32_t port_number = 0;
};

struct IngressPath {
  std::string_view path;
  std::optional<IngressBackend> backend;
};

struct IngressRule {
  std::string_view host;
  std::vector<IngressPath> paths;
};

struct Ingress : Object {
  std::string_view ingress_class_name;
  std::optional<IngressBackend> default_backend;
  std::vector<IngressRule> rules;
};

}  // namespace mesh

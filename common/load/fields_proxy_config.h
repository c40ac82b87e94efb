// SPDX-License-Identifier: Apache-2.0
// Istio's ProxyConfig, in MeshConfig and in an annotation of pods. Both spellings of protobuf JSON
// are read: camelCase and, of the commoner fields, snake_case.
#pragma once

#include "common/load/fields.h"
#include "common/load/json_reader.h"
#include "common/model/proxy_config.h"

namespace mesh::load {

template <>
struct CustomReader<ProtoInt> {
  static void from_json(JsonReader& reader, JsonReader::Value value, ProtoInt& out);
};

template <>
struct CustomReader<ProtoDuration> {
  static void from_json(JsonReader& reader, JsonReader::Value value, ProtoDuration& out);
};

template <>
struct FieldsOf<PrivateKeyProvider> {
  static constexpr auto kFields =
      fields(group("cryptomb", kJsonOnly, field("pollDelay", &PrivateKeyProvider::poll_delay)),
             group("qat", kJsonOnly, field("pollDelay", &PrivateKeyProvider::poll_delay)));
};

template <>
struct FieldsOf<ProxyConfig> {
  static constexpr auto kFields = fields(
      field("configPath", &ProxyConfig::config_path),
      field("binaryPath", &ProxyConfig::binary_path),
      field("serviceCluster", &ProxyConfig::service_cluster),
      field("discoveryAddress", &ProxyConfig::discovery_address),
      field("statsdUdpAddress", &ProxyConfig::statsd_udp_address),
      field("zipkinAddress", &ProxyConfig::zipkin_address),
      group("envoyAccessLogService", kJsonOnly,
            field("address", &ProxyConfig::envoy_access_log_service_address)),
      group("envoyMetricsService", kJsonOnly,
            field("address", &ProxyConfig::envoy_metrics_service_address)),
      group("tracing", kJsonOnly,
            group("zipkin", kJsonOnly, field("address", &ProxyConfig::tracing_zipkin_address)),
            group("datadog", kJsonOnly, field("address", &ProxyConfig::tracing_datadog_address))),
      field("drainDuration", &ProxyConfig::drain_duration),
      field("terminationDrainDuration", &ProxyConfig::termination_drain_duration),
      field("proxyAdminPort", &ProxyConfig::proxy_admin_port),
      field("proxy_admin_port", &ProxyConfig::proxy_admin_port),
      field("statusPort", &ProxyConfig::status_port),
      field("status_port", &ProxyConfig::status_port),
      field("concurrency", &ProxyConfig::concurrency),
      field("statNameLength", &ProxyConfig::stat_name_length),
      field("interceptionMode", &ProxyConfig::interception_mode),
      field("interception_mode", &ProxyConfig::interception_mode),
      field("controlPlaneAuthPolicy", &ProxyConfig::control_plane_auth_policy),
      field("holdApplicationUntilProxyStarts", &ProxyConfig::hold_application_until_proxy_starts),
      field("hold_application_until_proxy_starts",
            &ProxyConfig::hold_application_until_proxy_starts),
      field("privateKeyProvider", &ProxyConfig::private_key_provider));
};

}  // namespace mesh::load

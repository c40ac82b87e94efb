// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mesh {

// A whole number in Istio's protobuf messages, which may also stand in quotes.
struct ProtoInt {
  std::int64_t value = 0;
};

// A duration as Go writes it ("45s", "1m30s"), in nanoseconds.
struct ProtoDuration {
  std::int64_t nanoseconds = 0;
};

struct PrivateKeyProvider {
  std::optional<ProtoDuration> poll_delay;  // of cryptomb or qat
};

// Istio's ProxyConfig: `defaultConfig` of MeshConfig, and annotation proxy.istio.io/config over it.
struct ProxyConfig {
  std::optional<std::string_view> config_path;
  std::optional<std::string_view> binary_path;
  std::optional<std::string_view> service_cluster;
  std::optional<std::string_view> discovery_address;
  std::string_view statsd_udp_address;
  std::string_view zipkin_address;
  std::string_view envoy_access_log_service_address;
  std::string_view envoy_metrics_service_address;
  std::optional<std::string_view> tracing_zipkin_address;
  std::optional<std::string_view> tracing_datadog_address;
  std::optional<ProtoDuration> drain_duration;
  std::optional<ProtoDuration> termination_drain_duration;
  std::optional<ProtoInt> proxy_admin_port;
  std::optional<ProtoInt> status_port;
  std::optional<ProtoInt> concurrency;
  std::optional<ProtoInt> stat_name_length;
  std::string_view interception_mode;          // REDIRECT (default), TPROXY or NONE
  std::string_view control_plane_auth_policy;  // MUTUAL_TLS (default) or NONE
  std::optional<bool> hold_application_until_proxy_starts;
  std::optional<PrivateKeyProvider> private_key_provider;
};

}  // namespace mesh

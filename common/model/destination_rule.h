// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/istio_common.h"
#include "common/model/object.h"
#include "common/model/peer_authentication.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh {

enum class ClientTlsMode { DISABLE, SIMPLE, MUTUAL, ISTIO_MUTUAL };

// MTLS-20: a tls block without `mode` means DISABLE.
struct ClientTlsSettings {
  std::optional<ClientTlsMode> mode;
  std::string_view client_certificate;
  std::string_view private_key;
  std::string_view ca_certificates;
  std::string_view credential_name;
  std::string_view ca_crl;
  std::string_view sni;
  std::vector<std::string_view> subject_alt_names;
  std::optional<bool> insecure_skip_verify;

  ClientTlsMode effective_mode() const { return mode.value_or(ClientTlsMode::DISABLE); }
};

struct HttpCookie {
  std::string_view name;
};

struct Maglev {
  std::int64_t table_size = 0;
};

struct ConsistentHash {
  std::optional<HttpCookie> http_cookie;
  std::optional<Maglev> maglev;
};

struct LocalityDistribute {
  std::string_view from;
  Map<std::int64_t> to;
};

struct LocalityFailover {
  std::string_view from;
  std::string_view to;
};

struct LocalityLoadBalancerSetting {
  std::vector<LocalityDistribute> distribute;
  std::vector<LocalityFailover> failover;
  std::vector<std::string_view> failover_priority;
};

struct LoadBalancerSettings {
  std::string_view simple;
  std::optional<ConsistentHash> consistent_hash;
  std::optional<LocalityLoadBalancerSetting> locality_lb_setting;
};

struct OutlierDetection {
  std::optional<std::int64_t> consecutive_errors;
  std::optional<std::int64_t> consecutive_5xx_errors;
  std::optional<std::int64_t> consecutive_local_origin_failures;
  std::optional<bool> split_external_local_origin_errors;
  std::optional<std::int64_t> min_health_percent;
  std::optional<std::int64_t> max_ejection_percent;
  std::string_view interval;
  std::string_view base_ejection_time;
};

struct TcpKeepalive {
  std::string_view time;
  std::string_view interval;
};

struct ConnectionPoolTcp {
  std::optional<std::int64_t> max_connections;
  std::string_view connect_timeout;
  std::string_view idle_timeout;
  std::string_view max_connection_duration;
  std::optional<TcpKeepalive> tcp_keepalive;
};

struct ConnectionPoolHttp {
  std::optional<std::int64_t> http1_max_pending_requests;
  std::optional<std::int64_t> http2_max_requests;
  std::optional<std::int64_t> max_requests_per_connection;
  std::optional<std::int64_t> max_retries;
  std::string_view h2_upgrade_policy;
  std::optional<bool> use_client_protocol;
  std::string_view idle_timeout;
  std::optional<std::int64_t> max_concurrent_streams;
};

struct ConnectionPoolSettings {
  std::optional<ConnectionPoolTcp> tcp;
  std::optional<ConnectionPoolHttp> http;
};

struct PortTrafficPolicy {
  std::optional<PortSelector> port;
  std::optional<ClientTlsSettings> tls;
  std::optional<LoadBalancerSettings> load_balancer;
  std::optional<OutlierDetection> outlier_detection;
  std::optional<ConnectionPoolSettings> connection_pool;
};

struct EmptyMessage {};

struct TrafficPolicy {
  std::optional<ClientTlsSettings> tls;
  std::optional<LoadBalancerSettings> load_balancer;
  std::optional<OutlierDetection> outlier_detection;
  std::optional<ConnectionPoolSettings> connection_pool;
  std::optional<EmptyMessage> tunnel;
  std::optional<EmptyMessage> proxy_protocol;
  std::optional<EmptyMessage> retry_budget;
  std::vector<PortTrafficPolicy> port_level_settings;
};

struct Subset {
  std::string_view name;
  Labels labels;
  std::optional<TrafficPolicy> traffic_policy;
};

struct DestinationRule : Object {
  std::string_view host;
  std::optional<TrafficPolicy> traffic_policy;
  std::vector<Subset> subsets;
  std::vector<std::string_view> export_to;
  std::optional<WorkloadSelector> workload_selector;
};

}  // namespace mesh

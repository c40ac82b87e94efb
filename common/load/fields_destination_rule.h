// SPDX-License-Identifier: Apache-2.0
// networking.istio.io: DestinationRule, whose connection pools Sidecars state as well.
#pragma once

#include "common/load/fields_istio.h"
#include "common/model/destination_rule.h"

#include <array>
#include <string_view>
#include <utility>

namespace mesh::load {

template <>
struct EnumNames<ClientTlsMode> {
  static constexpr std::array<std::pair<std::string_view, ClientTlsMode>, 4> kNames{
      {{"DISABLE", ClientTlsMode::DISABLE},
       {"SIMPLE", ClientTlsMode::SIMPLE},
       {"MUTUAL", ClientTlsMode::MUTUAL},
       {"ISTIO_MUTUAL", ClientTlsMode::ISTIO_MUTUAL}}};
};

template <>
struct FieldsOf<EmptyMessage> {
  static constexpr auto kFields = fields();
};

template <>
struct FieldsOf<ClientTlsSettings> {
  static constexpr auto kFields =
      fields(field("mode", &ClientTlsSettings::mode),
             field("clientCertificate", &ClientTlsSettings::client_certificate),
             field("privateKey", &ClientTlsSettings::private_key),
             field("caCertificates", &ClientTlsSettings::ca_certificates),
             field("credentialName", &ClientTlsSettings::credential_name),
             field("caCrl", &ClientTlsSettings::ca_crl), field("sni", &ClientTlsSettings::sni),
             field("subjectAltNames", &ClientTlsSettings::subject_alt_names),
             field("insecureSkipVerify", &ClientTlsSettings::insecure_skip_verify));
};

template <>
struct FieldsOf<HttpCookie> {
  static constexpr auto kFields = fields(field("name", &HttpCookie::name));
};

template <>
struct FieldsOf<Maglev> {
  static constexpr auto kFields = fields(field("tableSize", &Maglev::table_size));
};

template <>
struct FieldsOf<ConsistentHash> {
  static constexpr auto kFields = fields(field("httpCookie", &ConsistentHash::http_cookie),
                                         field("maglev", &ConsistentHash::maglev));
};

template <>
struct FieldsOf<LocalityDistribute> {
  static constexpr auto kFields =
      fields(field("from", &LocalityDistribute::from), field("to", &LocalityDistribute::to));
};

template <>
struct FieldsOf<LocalityFailover> {
  static constexpr auto kFields =
      fields(field("from", &LocalityFailover::from), field("to", &LocalityFailover::to));
};

template <>
struct FieldsOf<LocalityLoadBalancerSetting> {
  static constexpr auto kFields =
      fields(field("distribute", &LocalityLoadBalancerSetting::distribute),
             field("failover", &LocalityLoadBalancerSetting::failover),
             field("failoverPriority", &LocalityLoadBalancerSetting::failover_priority));
};

template <>
struct FieldsOf<LoadBalancerSettings> {
  static constexpr auto kFields =
      fields(field("simple", &LoadBalancerSettings::simple),
             field("consistentHash", &LoadBalancerSettings::consistent_hash),
             field("localityLbSetting", &LoadBalancerSettings::locality_lb_setting));
};

template <>
struct FieldsOf<OutlierDetection> {
  static constexpr auto kFields = fields(
      field("consecutiveErrors", &OutlierDetection::consecutive_errors),
      field("consecutive5xxErrors", &OutlierDetection::consecutive_5xx_errors),
      field("consecutiveLocalOriginFailures", &OutlierDetection::consecutive_local_origin_failures),
      field("splitExternalLocalOriginErrors",
            &OutlierDetection::split_external_local_origin_errors),
      field("minHealthPercent", &OutlierDetection::min_health_percent),
      field("maxEjectionPercent", &OutlierDetection::max_ejection_percent),
      field("interval", &OutlierDetection::interval),
      field("baseEjectionTime", &OutlierDetection::base_ejection_time));
};

template <>
struct FieldsOf<TcpKeepalive> {
  static constexpr auto kFields =
      fields(field("time", &TcpKeepalive::time), field("interval", &TcpKeepalive::interval));
};

template <>
struct FieldsOf<ConnectionPoolTcp> {
  static constexpr auto kFields =
      fields(field("maxConnections", &ConnectionPoolTcp::max_connections),
             field("connectTimeout", &ConnectionPoolTcp::connect_timeout),
             field("idleTimeout", &ConnectionPoolTcp::idle_timeout),
             field("maxConnectionDuration", &ConnectionPoolTcp::max_connection_duration),
             field("tcpKeepalive", &ConnectionPoolTcp::tcp_keepalive));
};

template <>
struct FieldsOf<ConnectionPoolHttp> {
  static constexpr auto kFields =
      fields(field("http1MaxPendingRequests", &ConnectionPoolHttp::http1_max_pending_requests),
             field("http2MaxRequests", &ConnectionPoolHttp::http2_max_requests),
             field("maxRequestsPerConnection", &ConnectionPoolHttp::max_requests_per_connection),
             field("maxRetries", &ConnectionPoolHttp::max_retries),
             field("h2UpgradePolicy", &ConnectionPoolHttp::h2_upgrade_policy),
             field("useClientProtocol", &ConnectionPoolHttp::use_client_protocol),
             field("idleTimeout", &ConnectionPoolHttp::idle_timeout),
             field("maxConcurrentStreams", &ConnectionPoolHttp::max_concurrent_streams));
};

template <>
struct FieldsOf<ConnectionPoolSettings> {
  static constexpr auto kFields = fields(field("tcp", &ConnectionPoolSettings::tcp),
                                         field("http", &ConnectionPoolSettings::http));
};

template <>
struct FieldsOf<PortTrafficPolicy> {
  static constexpr auto kFields =
      fields(field("port", &PortTrafficPolicy::port), field("tls", &PortTrafficPolicy::tls),
             field("loadBalancer", &PortTrafficPolicy::load_balancer),
             field("outlierDetection", &PortTrafficPolicy::outlier_detection),
             field("connectionPool", &PortTrafficPolicy::connection_pool));
};

template <>
struct FieldsOf<TrafficPolicy> {
  static constexpr auto kFields = fields(
      field("tls", &TrafficPolicy::tls), field("loadBalancer", &TrafficPolicy::load_balancer),
      field("outlierDetection", &TrafficPolicy::outlier_detection),
      field("connectionPool", &TrafficPolicy::connection_pool),
      field("tunnel", &TrafficPolicy::tunnel),
      field("proxyProtocol", &TrafficPolicy::proxy_protocol),
      field("retryBudget", &TrafficPolicy::retry_budget),
      field("portLevelSettings", &TrafficPolicy::port_level_settings));
};

template <>
struct FieldsOf<Subset> {
  static constexpr auto kFields =
      fields(field("name", &Subset::name), field("labels", &Subset::labels),
             field("trafficPolicy", &Subset::traffic_policy));
};

template <>
struct FieldsOf<DestinationRule> {
  static constexpr auto kFields =
      fields(field("metadata", &DestinationRule::meta),
             group("spec", kJsonOnly, field("host", &DestinationRule::host),
                   field("trafficPolicy", &DestinationRule::traffic_policy),
                   field("subsets", &DestinationRule::subsets),
                   field("exportTo", &DestinationRule::export_to),
                   field("workloadSelector", &DestinationRule::workload_selector)));
};

}  // namespace mesh::load

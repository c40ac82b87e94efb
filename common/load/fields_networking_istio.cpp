// SPDX-License-Identifier: Apache-2.0
// networking.istio.io: DestinationRule, Gateway, ServiceEntry, WorkloadEntry, Sidecar.
// VirtualService's table is in fields_virtual_service.h.
#include "common/load/fields_istio.h"
#include "common/load/fields_virtual_service.h"
#include "common/load/kind_reader.h"

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
struct EnumNames<ServerTlsMode> {
  static constexpr std::array<std::pair<std::string_view, ServerTlsMode>, 6> kNames{
      {{"PASSTHROUGH", ServerTlsMode::PASSTHROUGH},
       {"SIMPLE", ServerTlsMode::SIMPLE},
       {"MUTUAL", ServerTlsMode::MUTUAL},
       {"AUTO_PASSTHROUGH", ServerTlsMode::AUTO_PASSTHROUGH},
       {"ISTIO_MUTUAL", ServerTlsMode::ISTIO_MUTUAL},
       {"OPTIONAL_MUTUAL", ServerTlsMode::OPTIONAL_MUTUAL}}};
};

template <>
struct EnumNames<ServiceLocation> {
  static constexpr std::array<std::pair<std::string_view, ServiceLocation>, 2> kNames{
      {{"MESH_EXTERNAL", ServiceLocation::MESH_EXTERNAL},
       {"MESH_INTERNAL", ServiceLocation::MESH_INTERNAL}}};
};

template <>
struct EnumNames<ServiceResolution> {
  static constexpr std::array<std::pair<std::string_view, ServiceResolution>, 5> kNames{
      {{"NONE", ServiceResolution::NONE},
       {"STATIC", ServiceResolution::STATIC},
       {"DNS", ServiceResolution::DNS},
       {"DNS_ROUND_ROBIN", ServiceResolution::DNS_ROUND_ROBIN},
       {"DYNAMIC_DNS", ServiceResolution::DYNAMIC_DNS}}};
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

template <>
struct FieldsOf<GatewayPort> {
  static constexpr auto kFields =
      fields(field("number", &GatewayPort::number), field("protocol", &GatewayPort::protocol),
             field("name", &GatewayPort::name), field("targetPort", &GatewayPort::target_port));
};

template <>
struct FieldsOf<ServerTlsSettings> {
  static constexpr auto kFields =
      fields(field("mode", &ServerTlsSettings::mode),
             field("httpsRedirect", &ServerTlsSettings::https_redirect),
             field("serverCertificate", &ServerTlsSettings::server_certificate),
             field("privateKey", &ServerTlsSettings::private_key),
             field("caCertificates", &ServerTlsSettings::ca_certificates),
             field("caCrl", &ServerTlsSettings::ca_crl),
             field("credentialName", &ServerTlsSettings::credential_name),
             field("credentialNames", &ServerTlsSettings::credential_names),
             field("caCertCredentialName", &ServerTlsSettings::ca_cert_credential_name),
             field("tlsCertificates", &ServerTlsSettings::tls_certificates),
             field("subjectAltNames", &ServerTlsSettings::subject_alt_names),
             field("minProtocolVersion", &ServerTlsSettings::min_protocol_version),
             field("cipherSuites", &ServerTlsSettings::cipher_suites));
};

template <>
struct FieldsOf<Server> {
  static constexpr auto kFields = fields(field("port", &Server::port), field("bind", &Server::bind),
                                         field("hosts", &Server::hosts), field("tls", &Server::tls),
                                         field("name", &Server::name));
};

template <>
struct FieldsOf<Gateway> {
  static constexpr auto kFields =
      fields(field("metadata", &Gateway::meta),
             group("spec", kJsonOnly, field("selector", &Gateway::selector),
                   field("servers", &Gateway::servers)));
};

template <>
struct FieldsOf<ServiceEntryPort> {
  static constexpr auto kFields = fields(
      field("number", &ServiceEntryPort::number), field("protocol", &ServiceEntryPort::protocol),
      field("name", &ServiceEntryPort::name), field("targetPort", &ServiceEntryPort::target_port));
};

template <>
struct FieldsOf<WorkloadEndpoint> {
  static constexpr auto kFields =
      fields(field("address", &WorkloadEndpoint::address), field("ports", &WorkloadEndpoint::ports),
             field("labels", &WorkloadEndpoint::labels),
             field("serviceAccount", &WorkloadEndpoint::service_account),
             field("network", &WorkloadEndpoint::network));
};

template <>
struct FieldsOf<LabelsSelector> {
  static constexpr auto kFields = fields(field("labels", &LabelsSelector::labels));
};

template <>
struct FieldsOf<ServiceEntry> {
  static constexpr auto kFields =
      fields(field("metadata", &ServiceEntry::meta),
             group("spec", kJsonOnly, field("hosts", &ServiceEntry::hosts),
                   field("addresses", &ServiceEntry::addresses),
                   field("ports", &ServiceEntry::ports), field("location", &ServiceEntry::location),
                   field("resolution", &ServiceEntry::resolution),
                   field("endpoints", &ServiceEntry::endpoints),
                   field("workloadSelector", &ServiceEntry::workload_selector),
                   field("exportTo", &ServiceEntry::export_to)));
};

template <>
struct FieldsOf<WorkloadEntry> {
  static constexpr auto kFields =
      fields(field("metadata", &WorkloadEntry::meta), field("spec", &WorkloadEntry::spec));
};

template <>
struct FieldsOf<SidecarIngress> {
  static constexpr auto kFields =
      fields(field("port", &SidecarIngress::port), field("bind", &SidecarIngress::bind),
             field("defaultEndpoint", &SidecarIngress::default_endpoint),
             field("tls", &SidecarIngress::tls),
             field("connectionPool", &SidecarIngress::connection_pool));
};

template <>
struct FieldsOf<SidecarEgress> {
  static constexpr auto kFields = fields(
      field("port", &SidecarEgress::port), field("bind", &SidecarEgress::bind),
      field("captureMode", &SidecarEgress::capture_mode), field("hosts", &SidecarEgress::hosts));
};

template <>
struct FieldsOf<OutboundTrafficPolicy> {
  static constexpr auto kFields =
      fields(field("mode", &OutboundTrafficPolicy::mode),
             field("egressProxy", &OutboundTrafficPolicy::egress_proxy));
};

template <>
struct FieldsOf<Sidecar> {
  static constexpr auto kFields =
      fields(field("metadata", &Sidecar::meta),
             group("spec", kJsonOnly, field("workloadSelector", &Sidecar::workload_selector),
                   field("ingress", &Sidecar::ingress), field("egress", &Sidecar::egress),
                   field("outboundTrafficPolicy", &Sidecar::outbound_traffic_policy),
                   field("inboundConnectionPool", &Sidecar::inbound_connection_pool)));
};

std::span<const KindReader> istio_traffic_readers() {
  static constexpr std::array kReaders{json_kind_reader<DestinationRule, Kind::DestinationRule>(),
                                       json_kind_reader<VirtualService, Kind::VirtualService>(),
                                       json_kind_reader<Gateway, Kind::Gateway>(),
                                       json_kind_reader<ServiceEntry, Kind::ServiceEntry>(),
                                       json_kind_reader<WorkloadEntry, Kind::WorkloadEntry>(),
                                       json_kind_reader<Sidecar, Kind::Sidecar>()};
  return kReaders;
}

}  // namespace mesh::load

// SPDX-License-Identifier: Apache-2.0
// networking.istio.io: Gateway, ServiceEntry, WorkloadEntry, Sidecar. The tables of the other kinds
// are in fields_destination_rule.h and fields_virtual_service.h.
#include "common/load/fields_destination_rule.h"
#include "common/load/fields_istio.h"
#include "common/load/fields_virtual_service.h"
#include "common/load/kind_reader.h"

namespace mesh::load {

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

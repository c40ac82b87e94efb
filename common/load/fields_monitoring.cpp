// SPDX-License-Identifier: Apache-2.0
// monitoring.coreos.com, monitoring.googleapis.com
#include "common/load/fields_meta.h"
#include "common/load/kind_reader.h"
#include "common/model/monitor.h"

namespace mesh::load {

template <>
struct FieldsOf<MonitorNamespaces> {
  static constexpr auto kFields = fields(field("any", &MonitorNamespaces::any),
                                         field("matchNames", &MonitorNamespaces::match_names));
};

template <>
struct FieldsOf<ScrapeCertificate> {
  static constexpr auto kFields = fields();
};

template <>
struct FieldsOf<ScrapeTls> {
  static constexpr auto kFields =
      fields(field("certFile", &ScrapeTls::cert_file), field("cert", &ScrapeTls::cert));
};

// The operator says tlsConfig, Google tls.
template <>
struct FieldsOf<ScrapeEndpoint> {
  static constexpr auto kFields = fields(
      field("port", &ScrapeEndpoint::port), field("portNumber", &ScrapeEndpoint::port_number),
      field("targetPort", &ScrapeEndpoint::target_port), field("scheme", &ScrapeEndpoint::scheme),
      field("tlsConfig", &ScrapeEndpoint::tls), field("tls", &ScrapeEndpoint::tls));
};

namespace {

template <typename T>
constexpr auto monitor_fields(std::string_view endpoints) {
  return fields(field("metadata", &T::meta),
                group("spec", kJsonOnly, field("selector", &T::selector),
                      field("namespaceSelector", &T::namespaces), field(endpoints, &T::endpoints)));
}

}  // namespace

template <>
struct FieldsOf<ServiceMonitor> {
  static constexpr auto kFields = monitor_fields<ServiceMonitor>("endpoints");
};

template <>
struct FieldsOf<PodMonitor> {
  static constexpr auto kFields = monitor_fields<PodMonitor>("podMetricsEndpoints");
};

template <>
struct FieldsOf<PodMonitoring> {
  static constexpr auto kFields = monitor_fields<PodMonitoring>("endpoints");
};

template <>
struct FieldsOf<ClusterPodMonitoring> {
  static constexpr auto kFields = monitor_fields<ClusterPodMonitoring>("endpoints");
};

std::span<const KindReader> monitoring_readers() {
  static constexpr std::array kReaders{
      json_kind_reader<ServiceMonitor, Kind::ServiceMonitor>(),
      json_kind_reader<PodMonitor, Kind::PodMonitor>(),
      json_kind_reader<PodMonitoring, Kind::PodMonitoring>(),
      json_kind_reader<ClusterPodMonitoring, Kind::ClusterPodMonitoring>()};
  return kReaders;
}

}  // namespace mesh::load

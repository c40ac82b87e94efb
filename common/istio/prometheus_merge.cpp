// SPDX-License-Identifier: Apache-2.0
#include "common/istio/prometheus_merge.h"

#include "common/base/text.h"
#include "common/istio/annotation_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mesh::istio {
namespace {

struct ReservedPort {
  long number;
  std::string_view use;
};

constexpr std::array kReserved{ReservedPort{15000, "Envoy admin"},
                               ReservedPort{15001, "outbound traffic capture"},
                               ReservedPort{15004, "debug"},
                               ReservedPort{15006, "inbound traffic capture"},
                               ReservedPort{15008, "HBONE mTLS tunnel"},
                               ReservedPort{15020, "merged Prometheus telemetry"},
                               ReservedPort{15021, "Envoy health"},
                               ReservedPort{15053, "DNS"},
                               ReservedPort{15090, "Envoy Prometheus (already merged)"}};

// The name as Prometheus sees it: prometheus.io/port and prometheus-io/port are the same.
std::string label_name(std::string_view key) {
  std::string out(key);
  std::replace_if(
      out.begin(), out.end(),
      [](char c) {
        return !(c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                 (c >= 'A' && c <= 'Z'));
      },
      '_');
  return out;
}

std::optional<Labels::Entry> find(const Labels& annotations, std::string_view name) {
  for (const Labels::Entry& entry : annotations) {
    if (label_name(entry.first) == name) {
      return entry;
    }
  }
  return std::nullopt;
}

bool merges(const ObjectMeta& meta, const MeshConfig& config) {
  const auto annotation = meta.annotations.find("prometheus.istio.io/merge-metrics");
  const auto wanted = annotation ? parse_bool(*annotation) : std::nullopt;
  return wanted.value_or(config.enable_prometheus_merge.value_or(true));
}

std::string port_error(std::string_view port, long status_port) {
  const auto number = parse_number(port);
  if (!number || *number < 1 || *number > 65535) {
    return fmt::format("invalid port \"{}\"", port);
  }
  if (*number == status_port) {
    return fmt::format("port {} conflicts with agent port", port);
  }
  for (const ReservedPort& reserved : kReserved) {
    if (reserved.number == *number) {
      return fmt::format("port {} is reserved for Istio ({}) and cannot be scraped", port,
                         reserved.use);
    }
  }
  return {};
}

}  // namespace

std::optional<PrometheusError> prometheus_error(const ObjectMeta& meta, const MeshConfig& config) {
  const auto scrape = find(meta.annotations, "prometheus_io_scrape");
  const auto port = find(meta.annotations, "prometheus_io_port");
  const bool is_scraped = !scrape || parse_bool(scrape->second).value_or(true);
  if (!is_scraped || !port || port->second.empty() || !merges(meta, config)) {
    return std::nullopt;
  }
  const long status_port = config.default_config.status_port.value_or(ProtoInt{15020}).value;
  if (port->second == std::to_string(status_port)) {
    return std::nullopt;  // taken as merged already
  }
  const std::string error = port_error(port->second, status_port);
  return error.empty() ? std::nullopt
                       : std::optional(PrometheusError{
                             port->first, "invalid prometheus scrape configuration: " + error});
}

}  // namespace mesh::istio

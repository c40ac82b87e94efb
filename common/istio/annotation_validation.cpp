// SPDX-License-Identifier: Apache-2.0
#include "common/istio/annotation_validation.h"

#include "common/base/text.h"
#include "common/istio/annotation_value.h"
#include "common/istio/proxy_config.h"
#include "common/istio/quantity.h"
#include "common/model/pod_annotations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace mesh::istio {
namespace {

using Error = std::optional<std::string>;

Error port_error(std::string_view text) {
  const Error error = uint_error(trim(text), 16);
  return error ? Error(fmt::format("failed parsing port '{}': {}", text, *error)) : std::nullopt;
}

Error ports_error(std::string_view text, std::string_view parameter) {
  const std::string_view ports = trim(text);
  if (ports.empty()) {
    return std::nullopt;
  }
  for (const std::string_view port : split(ports, ',')) {
    if (const Error error = port_error(port)) {
      return fmt::format("{} invalid: failed parsing port '{}': {}", parameter, port, *error);
    }
  }
  return std::nullopt;
}

Error cidrs_error(std::string_view text, std::string_view parameter) {
  if (text.empty()) {
    return std::nullopt;
  }
  for (const std::string_view cidr : split(text, ',')) {
    if (const Error error = cidr_error(cidr)) {
      return fmt::format("{} invalid: {}", parameter, *error);
    }
  }
  return std::nullopt;
}

Error status_port(std::string_view text) {
  const Error error = port_error(text);
  return error ? Error("excludeInboundPorts invalid: " + *error) : std::nullopt;
}

Error interception_mode(std::string_view text) {
  const bool known = text == "REDIRECT" || text == "TPROXY" || text == "NONE";
  return known ? std::nullopt
               : Error(fmt::format("interceptionMode invalid, use REDIRECT,TPROXY,NONE: {}", text));
}

Error uint32(std::string_view text) {
  return uint_error(text, 32);
}

Error include_ip_ranges(std::string_view text) {
  return text == "*" ? std::nullopt : cidrs_error(text, "includeIPRanges");
}

Error exclude_ip_ranges(std::string_view text) {
  return cidrs_error(text, "excludeIPRanges");
}

Error include_inbound_ports(std::string_view text) {
  return text == "*" ? std::nullopt : ports_error(text, "includeInboundPorts");
}

Error exclude_inbound_ports(std::string_view text) {
  return ports_error(text, "excludeInboundPorts");
}

Error exclude_outbound_ports(std::string_view text) {
  return ports_error(text, "excludeOutboundPorts");
}

// Names of network interfaces: a letter, then letters, digits and "_.-".
Error interfaces(std::string_view text) {
  constexpr std::size_t kLongest = 15;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto is_allowed = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
  };
  for (const std::string_view entry :
       text.empty() ? std::vector<std::string_view>{} : split(text, ',')) {
    const std::string_view name = trim(entry);
    if (name.empty()) {
      return "empty interface name";
    }
    if (name.size() > kLongest) {
      return fmt::format("interface name \"{}\" too long (max 15 chars)", name);
    }
    if (!is_letter(name.front()) || !std::all_of(name.begin(), name.end(), is_allowed)) {
      return fmt::format("interface name \"{}\" contains invalid characters", name);
    }
  }
  return std::nullopt;
}

Error quantity(std::string_view text) {
  return parse_quantity(text) ? std::nullopt
                              : Error(
                                    "quantities must match the regular expression "
                                    "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
}

struct Rule {
  std::string_view key;
  Error (*error)(std::string_view value);
};

constexpr std::array kRules{
    Rule{"istio.io/reroute-virtual-interfaces", interfaces},
    Rule{"prometheus.istio.io/merge-metrics", bool_error},
    Rule{"readiness.status.sidecar.istio.io/failureThreshold", uint32},
    Rule{"readiness.status.sidecar.istio.io/initialDelaySeconds", uint32},
    Rule{"readiness.status.sidecar.istio.io/periodSeconds", uint32},
    Rule{"sidecar.istio.io/interceptionMode", interception_mode},
    Rule{"sidecar.istio.io/proxyCPU", quantity},
    Rule{"sidecar.istio.io/proxyCPULimit", quantity},
    Rule{"sidecar.istio.io/proxyMemory", quantity},
    Rule{"sidecar.istio.io/proxyMemoryLimit", quantity},
    Rule{"status.sidecar.istio.io/port", status_port},
    Rule{"traffic.sidecar.istio.io/excludeInboundPorts", exclude_inbound_ports},
    Rule{"traffic.sidecar.istio.io/excludeInterfaces", interfaces},
    Rule{"traffic.sidecar.istio.io/excludeOutboundIPRanges", exclude_ip_ranges},
    Rule{"traffic.sidecar.istio.io/excludeOutboundPorts", exclude_outbound_ports},
    Rule{"traffic.sidecar.istio.io/includeInboundPorts", include_inbound_ports},
    Rule{"traffic.sidecar.istio.io/includeOutboundIPRanges", include_ip_ranges},
    Rule{"traffic.sidecar.istio.io/kubevirtInterfaces", interfaces},
};

constexpr std::string_view kProxyConfigKey = "proxy.istio.io/config";

Error proxy_config(const ObjectMeta& meta) {
  if (meta.pod_annotations == nullptr) {
    return std::nullopt;
  }
  const EmbeddedDocument<ProxyConfig>& document = meta.pod_annotations->proxy_config;
  if (!document.error.empty()) {
    return "failed to convert to apply proxy config: " + document.error;
  }
  return document.value ? proxy_config_error(*document.value) : std::nullopt;
}

}  // namespace

std::vector<AnnotationError> invalid_annotations(const ObjectMeta& meta) {
  std::vector<AnnotationError> errors;
  const auto note = [&](std::string_view key, std::string_view value, const Error& error) {
    if (error) {
      errors.push_back(
          {key, fmt::format("invalid value '{}' for annotation '{}': {}", value, key, *error)});
    }
  };
  for (const auto& [key, value] : meta.annotations) {
    for (const Rule& rule : kRules) {
      if (rule.key == key) {
        note(key, value, rule.error(value));
      }
    }
    if (key == kProxyConfigKey) {
      note(key, value, proxy_config(meta));
    }
  }
  return errors;
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#include "common/istio/proxy_config.h"

#include "common/base/text.h"
#include "common/model/pod_annotations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace mesh::istio {
namespace {

using Error = std::optional<std::string>;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

Error port_error(std::string_view what, const std::optional<ProtoInt>& port) {
  return port && (port->value < 1 || port->value > 65535)
             ? Error(fmt::format("{}: port number {} must be in the range 1..65535", what,
                                 port->value))
             : std::nullopt;
}

// HOST:PORT
Error address_error(std::string_view what, std::string_view address) {
  const std::size_t colon = address.rfind(':');
  const auto port =
      colon == std::string_view::npos ? std::nullopt : parse_number(address.substr(colon + 1));
  const bool valid = port && *port >= 1 && *port <= 65535 && colon > 0;
  return valid ? std::nullopt : Error(fmt::format("{}: \"{}\" is not host:port", what, address));
}

Error set_error(std::string_view what, const std::optional<std::string_view>& value) {
  return value && value->empty() ? Error(fmt::format("{} must be set", what)) : std::nullopt;
}

Error addresses_error(const ProxyConfig& config) {
  if (config.discovery_address) {
    if (const Error error = address_error("invalid discovery address", *config.discovery_address)) {
      return error;
    }
  }
  for (const std::string_view address :
       {config.statsd_udp_address, config.envoy_access_log_service_address,
        config.envoy_metrics_service_address}) {
    if (!address.empty()) {
      if (const Error error = address_error("invalid service address", address)) {
        return error;
      }
    }
  }
  for (const auto& address : {config.tracing_zipkin_address, config.tracing_datadog_address}) {
    if (address && !address->starts_with('$')) {
      if (const Error error = address_error("invalid tracer address", *address)) {
        return error;
      }
    }
  }
  return std::nullopt;
}

Error duration_error(const ProxyConfig& config) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  if (!config.drain_duration) {
    return std::nullopt;
  }
  const std::int64_t drain = config.drain_duration->nanoseconds;
  return drain < kSecond || drain % kSecond != 0
             ? Error("drain duration must be whole seconds, and at least one")
             : std::nullopt;
}

Error words_error(const ProxyConfig& config) {
  if (!is_one_of(config.interception_mode, {"", "REDIRECT", "TPROXY", "NONE"})) {
    return fmt::format("unknown value \"{}\" for interceptionMode", config.interception_mode);
  }
  return is_one_of(config.control_plane_auth_policy, {"", "NONE", "MUTUAL_TLS"})
             ? std::nullopt
             : Error(fmt::format("invalid authentication policy: \"{}\"",
                                 config.control_plane_auth_policy));
}

Error provider_error(const ProxyConfig& config) {
  if (!config.private_key_provider) {
    return std::nullopt;
  }
  const auto& delay = config.private_key_provider->poll_delay;
  return !delay || delay->nanoseconds == 0
             ? Error("invalid private key provider configuration: pollDelay must be non zero")
             : std::nullopt;
}

}  // namespace

Error proxy_config_error(const ProxyConfig& config) {
  for (const Error& error :
       {set_error("config path", config.config_path), set_error("binary path", config.binary_path),
        set_error("service cluster", config.service_cluster), addresses_error(config),
        duration_error(config), words_error(config),
        port_error("invalid proxy admin port", config.proxy_admin_port),
        port_error("invalid status port", config.status_port), provider_error(config)}) {
    if (error) {
      return error;
    }
  }
  return std::nullopt;
}

std::string_view interception_mode_of(const ObjectMeta& meta, const ProxyConfig& mesh_default) {
  if (const auto annotation = meta.annotations.find("sidecar.istio.io/interceptionMode")) {
    return *annotation;
  }
  if (meta.pod_annotations != nullptr && meta.pod_annotations->proxy_config.value &&
      !meta.pod_annotations->proxy_config.value->interception_mode.empty()) {
    return meta.pod_annotations->proxy_config.value->interception_mode;
  }
  return mesh_default.interception_mode.empty() ? "REDIRECT" : mesh_default.interception_mode;
}

}  // namespace mesh::istio

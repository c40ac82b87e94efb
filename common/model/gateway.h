// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/destination_rule.h"
#include "common/model/object.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh {

struct GatewayPort {
  std::optional<std::int64_t> number;
  std::string_view protocol;
  std::string_view name;
  std::optional<std::int64_t> target_port;
};

enum class ServerTlsMode {
  PASSTHROUGH,
  SIMPLE,
  MUTUAL,
  AUTO_PASSTHROUGH,
  ISTIO_MUTUAL,
  OPTIONAL_MUTUAL
};

// RTE-65: a tls block without `mode` means PASSTHROUGH.
struct ServerTlsSettings {
  std::optional<ServerTlsMode> mode;
  bool https_redirect = false;
  std::string_view server_certificate;
  std::string_view private_key;
  std::string_view ca_certificates;
  std::string_view ca_crl;
  std::string_view credential_name;
  std::vector<std::string_view> credential_names;
  std::string_view ca_cert_credential_name;  // Istio 1.28 on; beats the CA of `credential_name`
  std::vector<EmptyMessage> tls_certificates;
  std::vector<std::string_view> subject_alt_names;
  std::string_view min_protocol_version;
  std::vector<std::string_view> cipher_suites;

  ServerTlsMode effective_mode() const { return mode.value_or(ServerTlsMode::PASSTHROUGH); }
};

struct Server {
  std::optional<GatewayPort> port;
  std::string_view bind;
  std::vector<std::string_view> hosts;
  std::optional<ServerTlsSettings> tls;
  std::string_view name;
};

struct Gateway : Object {
  Labels selector;
  std::vector<Server> servers;
};

}  // namespace mesh

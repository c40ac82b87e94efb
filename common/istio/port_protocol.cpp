// SPDX-License-Identifier: Apache-2.0
#include "common/istio/port_protocol.h"

#include "common/base/text.h"

#include <array>
#include <optional>
#include <utility>

namespace mesh::istio {
namespace {

using Word = std::pair<std::string_view, Protocol>;

// PORT-4; `http_proxy` behaves as HTTP.
constexpr std::array<Word, 12> kWords{{{"tcp", Protocol::TCP},
                                       {"udp", Protocol::UDP},
                                       {"grpc", Protocol::GRPC},
                                       {"grpc-web", Protocol::GRPC_WEB},
                                       {"http", Protocol::HTTP},
                                       {"http_proxy", Protocol::HTTP},
                                       {"http2", Protocol::HTTP2},
                                       {"https", Protocol::HTTPS},
                                       {"tls", Protocol::TLS},
                                       {"mongo", Protocol::Mongo},
                                       {"redis", Protocol::Redis},
                                       {"mysql", Protocol::MySQL}}};

// PORT-3: in appProtocol only.
constexpr std::array<Word, 3> kKubernetesWords{{{"kubernetes.io/h2c", Protocol::HTTP2},
                                                {"kubernetes.io/ws", Protocol::HTTP},
                                                {"kubernetes.io/wss", Protocol::HTTPS}}};

template <std::size_t kSize>
std::optional<Protocol> find_word(const std::array<Word, kSize>& words, std::string_view word) {
  for (const auto& [name, protocol] : words) {
    if (equals_ignoring_case(name, word)) {
      return protocol;
    }
  }
  return std::nullopt;
}

std::optional<Protocol> from_name(std::string_view name) {
  if (to_lower(name.substr(0, 8)) == "grpc-web") {
    return Protocol::GRPC_WEB;
  }
  return find_word(kWords, name.substr(0, name.find('-')));
}

std::optional<Protocol> from_app_protocol(std::string_view app_protocol) {
  for (const auto& [word, protocol] : kKubernetesWords) {
    if (word == app_protocol) {
      return protocol;
    }
  }
  return from_name(app_protocol);
}

// PORT-5: these four numbers and no others, even after an unknown appProtocol.
bool is_well_known_tcp(std::int32_t port) {
  return port == 25 || port == 53 || port == 3306 || port == 27017;
}

}  // namespace

std::string_view text(Protocol protocol) {
  for (const auto& [name, value] : kWords) {
    if (value == protocol) {
      return name;
    }
  }
  return "auto";
}

ProtocolChoice protocol_of(const ServicePort& port) {
  if (port.protocol == "UDP") {
    return {Protocol::UDP, ProtocolSource::Udp};
  }
  const bool by_app = !port.app_protocol.empty();
  if (const auto named = by_app ? from_app_protocol(port.app_protocol) : from_name(port.name)) {
    return {*named, by_app ? ProtocolSource::AppProtocol : ProtocolSource::PortName};
  }
  if (is_well_known_tcp(port.port)) {
    return {Protocol::TCP, ProtocolSource::WellKnownPort};
  }
  return {};
}

Protocol protocol_named(std::string_view name) {
  return from_name(name).value_or(Protocol::Auto);
}

Protocol parse_protocol(std::string_view word) {
  return find_word(kWords, word).value_or(Protocol::Auto);
}

bool is_http(Protocol protocol) {
  return protocol == Protocol::HTTP || protocol == Protocol::HTTP2 || protocol == Protocol::GRPC ||
         protocol == Protocol::GRPC_WEB;
}

bool is_tcp(Protocol protocol) {
  return protocol != Protocol::Auto && protocol != Protocol::UDP && !is_http(protocol);
}

bool is_tls(Protocol protocol) {
  return protocol == Protocol::HTTPS || protocol == Protocol::TLS;
}

}  // namespace mesh::istio

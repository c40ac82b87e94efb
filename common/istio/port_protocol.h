// SPDX-License-Identifier: Apache-2.0
//
// PORT-1 … PORT-8: how the proxies treat a port: `appProtocol` if it is set, else the port's name
// up to the first '-', else four well-known numbers, else sniffing.
#pragma once

#include "common/model/service.h"
#include "common/model/service_entry.h"

#include <cstdint>
#include <string_view>

namespace mesh::istio {

enum class Protocol {
  Auto,
  TCP,
  UDP,
  HTTP,
  HTTP2,
  GRPC,
  GRPC_WEB,
  HTTPS,
  TLS,
  Mongo,
  Redis,
  MySQL
};

// "http", "grpc-web", … as written in port names; "auto" for Auto.
std::string_view text(Protocol protocol);

enum class ProtocolSource { AppProtocol, PortName, WellKnownPort, Udp, None };

struct ProtocolChoice {
  Protocol protocol = Protocol::Auto;
  ProtocolSource source = ProtocolSource::None;
};

// Of a Service port.
ProtocolChoice protocol_of(const ServicePort& port);

// What a port name alone says, of a Service or a container; Auto if it says nothing.
Protocol protocol_named(std::string_view name);

// Of a ServiceEntry or Gateway port, whose `protocol` field is one of Istio's words ("HTTP",
// "GRPC-Web", case ignored); Auto for an unknown word.
Protocol parse_protocol(std::string_view word);

// PORT-7: HTTP rules apply: HTTP, HTTP2, GRPC, GRPC-Web.
bool is_http(Protocol protocol);
// PORT-7, PORT-8: opaque bytes: TCP, HTTPS, TLS, Mongo, Redis, MySQL.
bool is_tcp(Protocol protocol);
// TLS that the proxy does not terminate: HTTPS, TLS.
bool is_tls(Protocol protocol);

}  // namespace mesh::istio

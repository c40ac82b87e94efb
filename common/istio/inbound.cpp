// SPDX-License-Identifier: Apache-2.0
#include "common/istio/inbound.h"

#include "common/istio/proxy.h"
#include "common/istio/redirection.h"

namespace mesh::istio {
namespace {

// A template or manifest of a gateway has no proxy container yet.
ServerProxy proxy_of(const Snapshot& snapshot, const Pod& pod) {
  if (is_in_mesh(snapshot, pod)) {
    return ServerProxy::Sidecar;
  }
  const bool will_have_proxy = has_proxy(pod) || !pod.is_running_object();
  return is_gateway(pod) && will_have_proxy ? ServerProxy::Gateway : ServerProxy::None;
}

PortMode port_mode(MtlsMode mode) {
  switch (mode) {
    case MtlsMode::STRICT:
      return PortMode::Strict;
    case MtlsMode::DISABLE:
      return PortMode::Disable;
    case MtlsMode::UNSET:
    case MtlsMode::PERMISSIVE:
      break;
  }
  return PortMode::Permissive;
}

// How bytes are read once they are accepted. PORT-1: a UDP Service port makes a TCP chain.
Reception read_as(Protocol protocol) {
  if (is_http(protocol)) {
    return Reception::Http;
  }
  return protocol == Protocol::Auto ? Reception::Auto : Reception::Tcp;
}

// The table B.2.
void apply_filter_chains(Inbound& inbound) {
  const Reception accepted = read_as(inbound.port.protocol);
  const bool http = accepted == Reception::Http;
  switch (inbound.mode) {
    case PortMode::Strict:
      inbound.plaintext = Reception::Refused;
      inbound.mtls = accepted;
      inbound.tls = Reception::Refused;
      return;
    case PortMode::Permissive:
      inbound.plaintext = accepted;
      inbound.mtls = accepted;
      inbound.tls = http ? Reception::Refused : Reception::ToApp;
      return;
    case PortMode::Disable:
      inbound.plaintext = accepted;
      inbound.mtls = http ? Reception::ProtocolError : Reception::ToApp;
      inbound.tls = inbound.mtls;
      return;
  }
}

// HTTP codecs read nothing but HTTP.
ServerOutcome outcome_of_accepted(Reception reception, AppProtocol protocol) {
  return reception == Reception::Http && protocol != AppProtocol::Http
             ? ServerOutcome::ProtocolError
             : ServerOutcome::Ok;
}

ServerOutcome outcome_without_proxy(Wire wire) {
  switch (wire) {
    case Wire::Plaintext:
    case Wire::AppTls:
      return ServerOutcome::Ok;
    case Wire::IstioMtls:
      return ServerOutcome::RefusedMtlsByPlainServer;
    case Wire::Simple:
    case Wire::Mutual:
      break;
  }
  return ServerOutcome::TlsToApp;
}

Reception reception_of(const Inbound& inbound, Wire wire) {
  switch (wire) {
    case Wire::Plaintext:
      return inbound.plaintext;
    case Wire::IstioMtls:
      return inbound.mtls;
    case Wire::Simple:
    case Wire::Mutual:
    case Wire::AppTls:
      break;
  }
  return inbound.tls;
}

ServerOutcome refusal_of(Wire wire) {
  switch (wire) {
    case Wire::Plaintext:
      return ServerOutcome::RefusedPlaintext;
    case Wire::IstioMtls:
      return ServerOutcome::RefusedMtls;
    case Wire::Simple:
    case Wire::Mutual:
    case Wire::AppTls:
      break;
  }
  return ServerOutcome::RefusedTls;
}

}  // namespace

Inbound inbound_of(const Snapshot& snapshot, const Pod& pod, std::int32_t port) {
  Inbound inbound;
  inbound.proxy = proxy_of(snapshot, pod);
  if (!inbound.has_sidecar()) {
    return inbound;
  }
  inbound.redirected = is_redirected(pod, port);
  inbound.port = inbound_port(snapshot, pod, port);
  inbound.policy = effective_mtls(snapshot, pod, port);
  if (inbound.redirected) {
    inbound.mode = port_mode(inbound.policy.mode);
    apply_filter_chains(inbound);
  }
  return inbound;
}

ServerOutcome outcome_at(const Inbound& inbound, Wire wire, AppProtocol protocol) {
  if (inbound.proxy == ServerProxy::Gateway) {
    return ServerOutcome::Gateway;
  }
  if (!inbound.has_sidecar()) {
    return outcome_without_proxy(wire);
  }
  const Reception reception = reception_of(inbound, wire);
  switch (reception) {
    case Reception::Refused:
      return refusal_of(wire);
    case Reception::ProtocolError:
      return ServerOutcome::ProtocolError;
    case Reception::ToApp:
      return wire == Wire::AppTls ? ServerOutcome::Ok : ServerOutcome::TlsToApp;
    case Reception::Http:
    case Reception::Tcp:
    case Reception::Auto:
      break;
  }
  return outcome_of_accepted(reception, protocol);
}

std::string_view text(Reception reception) {
  switch (reception) {
    case Reception::Http:
      return "http";
    case Reception::Tcp:
      return "tcp";
    case Reception::Auto:
      return "auto";
    case Reception::Refused:
      return "refused";
    case Reception::ToApp:
      return "to_app";
    case Reception::ProtocolError:
      return "protocol_error";
  }
  return {};
}

std::string_view text(PortMode mode) {
  switch (mode) {
    case PortMode::Permissive:
      return "permissive";
    case PortMode::Strict:
      return "strict";
    case PortMode::Disable:
      return "disable";
  }
  return {};
}

std::string_view text(Wire wire) {
  switch (wire) {
    case Wire::Plaintext:
      return "plaintext";
    case Wire::IstioMtls:
      return "istio_mtls";
    case Wire::Simple:
      return "simple";
    case Wire::Mutual:
      return "mutual";
    case Wire::AppTls:
      return "app_tls";
  }
  return {};
}

std::string_view text(ServerOutcome outcome) {
  switch (outcome) {
    case ServerOutcome::Ok:
      return "ok";
    case ServerOutcome::RefusedPlaintext:
      return "refused_plaintext";
    case ServerOutcome::RefusedMtlsByPlainServer:
      return "refused_mtls_by_plain_server";
    case ServerOutcome::RefusedMtls:
      return "refused_mtls";
    case ServerOutcome::RefusedTls:
      return "refused_tls";
    case ServerOutcome::ProtocolError:
      return "protocol_error";
    case ServerOutcome::TlsToApp:
      return "tls_to_app";
    case ServerOutcome::Gateway:
      return "gateway";
  }
  return {};
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// What a server accepts on a port, and what becomes of what arrives there (B.2). The sidecar's
// filter chains follow from two things: the mTLS mode that PeerAuthentications give the port
// (MTLS-1 … MTLS-6), and the protocol that Services or a Sidecar give it (PORT-10, PORT-11).
//
//               port      plaintext  mesh mTLS       other TLS
//   STRICT      any       refused    accepted        refused
//   PERMISSIVE  HTTP      accepted   accepted        refused
//               other     accepted   accepted        to the application
//   DISABLE     HTTP      accepted   protocol error  protocol error
//               other     accepted   to application  to the application
//
// MTLS-7: Sidecar.ingress.tls has no effect, since Istio's ENABLE_TLS_ON_SIDECAR_INGRESS is off
// unless somebody sets it on istiod.
#pragma once

#include "common/istio/inbound_port.h"
#include "common/istio/peer_authentication.h"
#include "common/model/snapshot.h"

#include <cstdint>
#include <string_view>

namespace mesh::istio {

// What becomes of bytes.
enum class Reception {
  Http,           // read as HTTP
  Tcp,            // handed on as they are, after mTLS if there was any
  Auto,           // HTTP is recognised, anything else is handed on
  Refused,        // the connection is closed
  ToApp,          // handed to the application, still encrypted
  ProtocolError,  // they reach an HTTP codec that cannot read them
};

// What the sidecar makes of a port as a whole.
enum class PortMode {
  Permissive,  // plaintext and mTLS
  Strict,      // mTLS only
  Disable,     // plaintext only; so it is without a sidecar too
};

// Who takes the connections to a pod.
enum class ServerProxy { None, Sidecar, Gateway };

struct Inbound {
  ServerProxy proxy = ServerProxy::None;
  bool redirected = true;  // MTLS-8: the port's traffic passes through the proxy
  // Without a proxy, and on ports that bypass it, everything reaches the application.
  Reception plaintext = Reception::Tcp;
  Reception mtls = Reception::ToApp;
  Reception tls = Reception::ToApp;  // TLS without a mesh certificate and without Istio's ALPN
  PortMode mode = PortMode::Disable;
  EffectiveMtls policy;  // who decides the mode
  InboundPort port;      // who decides the protocol

  bool has_sidecar() const { return proxy == ServerProxy::Sidecar; }

  bool accepts_plaintext() const { return mode != PortMode::Strict; }

  bool accepts_mtls() const { return mode != PortMode::Disable; }
};

// `port` is the number the container listens on.
Inbound inbound_of(const Snapshot& snapshot, const Pod& pod, std::int32_t port);

// What goes over the network.
enum class Wire {
  Plaintext,
  IstioMtls,
  Simple,  // TLS that the client's proxy adds
  Mutual,
  AppTls,  // the application's own TLS, with nothing added
};

// What the application itself speaks.
enum class AppProtocol { Http, Tcp, Tls };

// What a server does with a connection.
enum class ServerOutcome {
  Ok,
  RefusedPlaintext,          // plaintext to a port that takes only mTLS
  RefusedMtlsByPlainServer,  // mesh mTLS to a pod without a sidecar
  RefusedMtls,               // mesh mTLS that a sidecar refuses
  RefusedTls,                // TLS that a sidecar refuses
  ProtocolError,             // bytes that an HTTP codec cannot read
  TlsToApp,                  // bytes still encrypted by the client's proxy reach the application
  Gateway,                   // the endpoint is a gateway: its Gateways decide
};

// `protocol` is what is inside of `wire`. An application behind AppTls is taken to speak TLS, one
// behind plaintext to speak plaintext, and to listen.
ServerOutcome outcome_at(const Inbound& inbound, Wire wire, AppProtocol protocol);

// The words of the verbs' JSON: "to_app", "permissive", "istio_mtls", "refused_plaintext".
std::string_view text(Reception reception);
std::string_view text(PortMode mode);
std::string_view text(Wire wire);
std::string_view text(ServerOutcome outcome);

}  // namespace mesh::istio

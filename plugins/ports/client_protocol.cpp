// SPDX-License-Identifier: Apache-2.0
#include "plugins/ports/client_protocol.h"

#include "common/istio/port_protocol.h"
#include "common/istio/service_registry.h"

namespace mesh::ports {
namespace {

ClientProtocol as_declared(const ServicePort& port) {
  const istio::Protocol protocol = istio::protocol_of(port).protocol;
  if (istio::is_http(protocol)) {
    return ClientProtocol::Http;
  }
  switch (protocol) {
    case istio::Protocol::Auto:
      return ClientProtocol::Auto;
    case istio::Protocol::Mongo:
      return ClientProtocol::Mongo;
    case istio::Protocol::UDP:
      return ClientProtocol::None;
    default:
      return ClientProtocol::Tcp;
  }
}

bool sees(const Snapshot& snapshot, const Pod& client, const Service& service) {
  const istio::RegistryEntry entry{.service = &service, .service_entry = nullptr};
  return istio::is_visible(snapshot, entry, client.ref.ns);
}

}  // namespace

ClientProtocol client_protocol(const Snapshot& snapshot, const Pod* client, const Service& service,
                               const ServicePort& port) {
  // MTLS-27: the name of an ExternalName Service is an alias.
  if (service.is_external_name() || (client != nullptr && !sees(snapshot, *client, service))) {
    return ClientProtocol::None;
  }
  return as_declared(port);
}

std::string_view text(ClientProtocol protocol) {
  switch (protocol) {
    case ClientProtocol::Http:
      return "http";
    case ClientProtocol::Auto:
      return "auto";
    case ClientProtocol::Tcp:
      return "tcp";
    case ClientProtocol::Mongo:
      return "mongo";
    case ClientProtocol::Tls:
      return "tls";
    case ClientProtocol::None:
      return "none";
  }
  return {};
}

}  // namespace mesh::ports

// SPDX-License-Identifier: Apache-2.0
#include "plugins/ports/client_protocol.h"

#include "common/istio/port_protocol.h"

namespace mesh::ports {
namespace {

std::string_view as_declared(const ServicePort& port) {
  const istio::Protocol protocol = istio::protocol_of(port).protocol;
  if (istio::is_http(protocol)) {
    return "http";
  }
  switch (protocol) {
    case istio::Protocol::Auto:
      return "auto";
    case istio::Protocol::Mongo:
      return "mongo";
    case istio::Protocol::UDP:
      return "none";
    default:
      return "tcp";
  }
}

}  // namespace

ClientProtocols::ClientProtocols(const Snapshot& snapshot, const Pod* client) {
  if (client != nullptr) {
    index_.emplace(snapshot);
    scope_.emplace(*index_, *client);
  }
}

std::string_view ClientProtocols::of(const Service& service, const ServicePort& port) const {
  if (service.is_external_name()) {
    return "none";  // MTLS-27: an alias
  }
  if (!scope_) {
    return as_declared(port);
  }
  const istio::MeshService mesh = istio::mesh_service(service);
  for (const istio::MeshPort& each : mesh.ports) {
    if (each.service_port == &port) {  // TCP and UDP may share a number
      return istio::client_protocol(*scope_, mesh, each);
    }
  }
  return "none";
}

}  // namespace mesh::ports

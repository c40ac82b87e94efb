// SPDX-License-Identifier: Apache-2.0
//
// PORT-1 … PORT-8, seen from the other end: how the sidecar of a client treats what it sends to a
// Service port: "http" (routed by Host; other bytes do not reach the Service), "auto" (HTTP is
// recognised, other bytes go to the Service), "tcp", "mongo", "tls" (only TLS with the Service's
// name reaches it), "none" (no listener of its own).
#pragma once

#include "common/istio/reach.h"

#include <optional>
#include <string_view>

namespace mesh::ports {

class ClientProtocols {
 public:
  // `client` is the pod that calls; nullptr: any client that sees the Service, and that no Sidecar
  // or VirtualService concerns.
  ClientProtocols(const Snapshot& snapshot, const Pod* client);

  std::string_view of(const Service& service, const ServicePort& port) const;

 private:
  std::optional<istio::MeshIndex> index_;
  std::optional<istio::ProxyScope> scope_;
};

}  // namespace mesh::ports

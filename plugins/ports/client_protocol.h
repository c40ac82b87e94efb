// SPDX-License-Identifier: Apache-2.0
//
// PORT-1 … PORT-8, seen from the other end: how the sidecar of a client treats what it sends to a
// Service port.
#pragma once

#include "common/model/snapshot.h"

#include <string_view>

namespace mesh::ports {

enum class ClientProtocol {
  Http,   // HTTP is routed by its Host; other bytes do not go to this Service
  Auto,   // HTTP is recognised, other bytes go to the Service as they are
  Tcp,    // all bytes go to the Service as they are
  Mongo,  // the same, with statistics of MongoDB's protocol
  Tls,    // only TLS with the Service's name reaches it
  None,   // the port has no listener of its own
};

// `client` is the pod that calls; nullptr: any client that sees the Service.
ClientProtocol client_protocol(const Snapshot& snapshot, const Pod* client, const Service& service,
                               const ServicePort& port);

// "http", as in JSON.
std::string_view text(ClientProtocol protocol);

}  // namespace mesh::ports

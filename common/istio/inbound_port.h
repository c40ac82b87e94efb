// SPDX-License-Identifier: Apache-2.0
//
// PORT-10, PORT-11, PORT-14: as what protocol a server's sidecar takes the bytes that arrive on a
// port. A Sidecar with `ingress` decides alone; else the oldest Service of the pod that has the
// port as target port, ServiceEntries counting as Services; else nobody, and the bytes are sniffed.
#pragma once

#include "common/istio/port_protocol.h"
#include "common/model/snapshot.h"

#include <cstdint>

namespace mesh::istio {

struct InboundPort {
  Protocol protocol = Protocol::Auto;
  ObjectRef decided_by;  // Service, ServiceEntry or Sidecar; no name: nobody declares the port
  FieldPath field;       // in that object
};

// `port` is the number the container listens on. O(Services of the pod + ServiceEntries and
// Sidecars of its namespace).
InboundPort inbound_port(const Snapshot& snapshot, const Pod& pod, std::int32_t port);

// The field of Service port `index` that chose its protocol: appProtocol, name, or port.
FieldPath protocol_field(const ServicePort& port, std::size_t index);

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// RTE-64: servers that a gateway's proxy drops because an earlier one has their host or their port,
// and pairs of servers for which Envoy refuses the listener, because both match the same.
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mesh::istio {

struct ServerRef {
  const Gateway* gateway = nullptr;
  std::size_t index = 0;  // in gateway->servers

  const Server& server() const { return gateway->servers[index]; }

  FieldPath path() const { return FieldPath("spec", "servers", index); }

  bool operator==(const ServerRef& other) const = default;
};

enum class ConflictKind {
  SameHost,   // of two TLS servers the later is dropped
  PlainPort,  // an earlier server has the port for plaintext
  PortName,   // the name of the port is not unique in its Gateway
  SameMatch   // Envoy refuses the listener, and keeps what it had
};

struct ServerConflict {
  ConflictKind kind = ConflictKind::SameHost;
  ServerRef lost;
  ServerRef kept;
  std::size_t host = 0;   // SameHost, SameMatch: in the hosts of `lost`
  std::int64_t port = 0;  // on which the proxy listens
};

// For all gateways that have pods, each pair once. Refers to the snapshot; meant to be a view of it
// (Snapshot::view).
class GatewayConflicts {
 public:
  explicit GatewayConflicts(const Snapshot& snapshot);

  const std::vector<ServerConflict>& all() const { return all_; }

  // Whether some gateway pod does not have this server at all.
  bool is_dropped(const ServerRef& server) const;

 private:
  void add_pod(const Snapshot& snapshot, const Pod& pod);
  void add(const ServerConflict& conflict);

  std::vector<ServerConflict> all_;
};

}  // namespace mesh::istio

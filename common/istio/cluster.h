// SPDX-License-Identifier: Apache-2.0
//
// RTE-40 … RTE-44, MTLS-20 … MTLS-28, MTLS-37: whether a proxy has a cluster, how it finds the
// endpoints, and which TLS it uses to each.
#pragma once

#include "common/istio/outbound_listener.h"
#include "common/istio/proxy_scope.h"
#include "common/istio/upstream.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

enum class ClusterType { Eds, OriginalDst, Dns, Static };
enum class ClusterTls { Auto, Plaintext, IstioMtls, Simple, Mutual };

// "eds", "original_dst", "dns", "static"; "auto", "plaintext", "istio_mtls", "simple", "mutual".
std::string_view text(ClusterType type);
std::string_view text(ClusterTls tls);

struct ClusterEndpoint {
  UpstreamEndpoint endpoint;
  ClusterTls tls = ClusterTls::Plaintext;  // never Auto: what is sent to this very endpoint
};

struct Cluster {
  ClusterName name;
  bool exists = false;  // if not: 503 NC
  ClusterType type = ClusterType::Eds;
  ClusterTls tls = ClusterTls::Auto;
  ClusterTls automatic_tls = ClusterTls::Auto;  // what it were without a tls block
  const MeshService* service = nullptr;         // nullptr: unknown host
  const DestinationRule* rule = nullptr;        // the oldest of those that apply
  ClientTls tls_source;                         // the tls block in force, if any
  std::vector<ClusterEndpoint> endpoints;       // sorted by address and port
  std::string missing;                          // why it does not exist, for people

  // Whether a tls block makes the proxy send something else than it would of its own accord.
  bool is_changed_by_rule() const;

  // Endpoints that take requests.
  std::vector<const ClusterEndpoint*> healthy() const;
};

// What was dialled; clusters of type original_dst send there.
struct Dialled {
  std::string address;
  std::int64_t port = 0;
};

Cluster resolve_cluster(const ProxyScope& scope, const ClusterName& name, const Dialled& dialled);

}  // namespace mesh::istio

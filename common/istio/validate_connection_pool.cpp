// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation: connection pools of DestinationRule and Sidecar.
#include "common/istio/validate_common.h"

#include <fmt/format.h>

namespace mesh::istio {
namespace {

void check_not_negative(std::optional<std::int64_t> value, const FieldPath& path, Violations& out) {
  if (value.value_or(0) < 0) {
    out.push_back(
        {path, fmt::format("the limit {} is negative", *value), "set a limit of 0 or more"});
  }
}

void check_http(const ConnectionPoolHttp& http, const FieldPath& path, Violations& out) {
  check_not_negative(http.http1_max_pending_requests, path.with("http1MaxPendingRequests"), out);
  check_not_negative(http.http2_max_requests, path.with("http2MaxRequests"), out);
  check_not_negative(http.max_requests_per_connection, path.with("maxRequestsPerConnection"), out);
  check_not_negative(http.max_retries, path.with("maxRetries"), out);
  check_not_negative(http.max_concurrent_streams, path.with("maxConcurrentStreams"), out);
  check_duration(http.idle_timeout, path.with("idleTimeout"), out);
  if (http.h2_upgrade_policy == "UPGRADE" && http.use_client_protocol.value_or(false)) {
    out.push_back({path.with("useClientProtocol"),
                   "useClientProtocol contradicts h2UpgradePolicy UPGRADE",
                   "remove one of useClientProtocol and h2UpgradePolicy"});
  }
}

void check_tcp(const ConnectionPoolTcp& tcp, const FieldPath& path, Violations& out) {
  check_not_negative(tcp.max_connections, path.with("maxConnections"), out);
  check_duration(tcp.connect_timeout, path.with("connectTimeout"), out);
  check_duration(tcp.idle_timeout, path.with("idleTimeout"), out);
  check_duration(tcp.max_connection_duration, path.with("maxConnectionDuration"), out);
  if (tcp.tcp_keepalive) {
    check_duration(tcp.tcp_keepalive->time, path.with("tcpKeepalive", "time"), out);
    check_duration(tcp.tcp_keepalive->interval, path.with("tcpKeepalive", "interval"), out);
  }
}

}  // namespace

void check_connection_pool(const ConnectionPoolSettings& settings, const FieldPath& path,
                           Violations& out) {
  if (!settings.http && !settings.tcp) {
    out.push_back({path, "connectionPool has neither tcp nor http",
                   "set limits under tcp or http, or remove connectionPool"});
  }
  if (settings.http) {
    check_http(*settings.http, path.with("http"), out);
  }
  if (settings.tcp) {
    check_tcp(*settings.tcp, path.with("tcp"), out);
  }
}

}  // namespace mesh::istio

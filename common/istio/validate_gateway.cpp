// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation, Gateway. Protocols and TLS are in validate_server_tls.cpp.
#include "common/istio/validate_common.h"

#include <fmt/format.h>

#include <set>

namespace mesh::istio {
namespace {

void check_hosts(const Server& server, const FieldPath& path, Violations& out) {
  if (server.hosts.empty()) {
    out.push_back({path.with("hosts"), "the server has no hosts",
                   "list the hosts that it serves, or \"*\" for all"});
  }
  for (std::size_t i = 0; i < server.hosts.size(); ++i) {
    check_namespaced_host(server.hosts[i], HostsOf::Gateway, path.with("hosts", i), out);
  }
}

void check_server_port(const GatewayPort& port, bool on_socket, const FieldPath& path,
                       Violations& out) {
  const std::int64_t number = port.number.value_or(0);
  if (on_socket && number != 0) {
    out.push_back({path.with("number"),
                   fmt::format("port {} is set for a server on a unix socket", number),
                   "remove the number, or bind to an IP address"});
  } else if (!on_socket) {
    check_port(port.number, path.with("number"), out);
  }
  if (port.target_port.value_or(0) > 0) {
    out.push_back({path.with("targetPort"), "targetPort has no effect in a Gateway",
                   "remove it: the gateway's Service says which port is the target"});
  }
  if (port.name.empty()) {
    out.push_back(
        {path.with("name"), "the port has no name", "name the port, uniquely within this Gateway"});
  }
}

void check_server(const Server& server, const FieldPath& path, Violations& out) {
  check_hosts(server, path, out);
  const bool on_socket = unix_path(server.bind).has_value();
  if (on_socket) {
    check_unix_address(server.bind, path.with("bind"), out);
  } else if (!server.bind.empty()) {
    check_ip_address(server.bind, path.with("bind"), out);
  }
  if (server.port) {
    check_server_port(*server.port, on_socket, path.with("port"), out);
  } else {
    out.push_back(
        {path.with("port"), "the server has no port", "set number, name and protocol of its port"});
  }
}

void check_port_names(const Gateway& gateway, Violations& out) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < gateway.servers.size(); ++i) {
    const auto& port = gateway.servers[i].port;
    if (port && !port->name.empty() && !names.insert(port->name).second) {
      out.push_back(
          {FieldPath("spec", "servers", i, "port", "name"),
           fmt::format("another server of this Gateway has a port named \"{}\" too", port->name),
           "give each server's port a name of its own"});
    }
  }
}

}  // namespace

Violations validate(const Gateway& gateway) {
  Violations out;
  if (!is_dns_label(gateway.ref.name)) {
    out.push_back({FieldPath("metadata", "name"),
                   fmt::format("\"{}\" is not a valid name of a Gateway: it may have no dots",
                               gateway.ref.name),
                   "name it with letters, digits and '-', 63 characters at most"});
  }
  if (gateway.servers.empty()) {
    out.push_back({FieldPath("spec", "servers"), "the Gateway has no servers",
                   "add a server with a port and hosts"});
  }
  for (std::size_t i = 0; i < gateway.servers.size(); ++i) {
    check_server(gateway.servers[i], FieldPath("spec", "servers", i), out);
  }
  check_port_names(gateway, out);
  return out;
}

}  // namespace mesh::istio

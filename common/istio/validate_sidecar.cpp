// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation, Sidecar: listeners for what comes in (ingress) and goes out (egress).
#include "common/base/text.h"
#include "common/istio/port_protocol.h"
#include "common/istio/validate_common.h"

#include <fmt/format.h>

#include <set>

namespace mesh::istio {
namespace {

void check_listener_port(const ServiceEntryPort& port, const FieldPath& path, Violations& out) {
  if (!port.name.empty()) {
    check_port_name(port.name, path.with("name"), out);
  }
  check_protocol(port.protocol, path.with("protocol"), out);
  if (port.target_port.value_or(0) > 0) {
    out.push_back(
        {path.with("targetPort"), "targetPort has no effect in a Sidecar", "remove targetPort"});
  }
}

// 127.0.0.1:port, 0.0.0.0:port, [::1]:port, [::]:port, :port or unix://path.
bool is_default_endpoint(std::string_view endpoint) {
  const std::size_t colon = endpoint.rfind(':');
  if (colon == std::string_view::npos) {
    return false;
  }
  static const std::set<std::string_view> kHosts{"", "127.0.0.1", "0.0.0.0", "[::1]", "[::]"};
  return kHosts.contains(endpoint.substr(0, colon)) &&
         is_port_number(parse_number(endpoint.substr(colon + 1)).value_or(0));
}

void check_default_endpoint(std::string_view endpoint, const FieldPath& path, Violations& out) {
  if (unix_path(endpoint)) {
    check_unix_address(endpoint, path, out);
  } else if (!endpoint.empty() && !is_default_endpoint(endpoint)) {
    out.push_back({path, fmt::format("\"{}\" is not an address of the pod itself", endpoint),
                   "write 127.0.0.1:PORT, 0.0.0.0:PORT or unix://PATH"});
  }
}

void check_ingress_tls(const ServerTlsSettings& tls, const FieldPath& path, Violations& out) {
  const auto reject = [&](std::string_view field) {
    out.push_back({path.with(field), fmt::format("{} is not supported in a Sidecar's tls", field),
                   fmt::format("remove {}", field)});
  };
  if (!tls.subject_alt_names.empty()) {
    reject("subjectAltNames");
  }
  if (tls.https_redirect) {
    reject("httpsRedirect");
  }
  if (!tls.credential_name.empty()) {
    reject("credentialName");
  }
  if (!tls.credential_names.empty()) {
    reject("credentialNames");
  }
  if (tls.effective_mode() == ServerTlsMode::ISTIO_MUTUAL ||
      tls.effective_mode() == ServerTlsMode::AUTO_PASSTHROUGH) {
    out.push_back({path.with("mode"), "this mode is not supported in a Sidecar's tls",
                   "set mode to SIMPLE or MUTUAL"});
    return;
  }
  check_server_tls(tls, path, out);
}

void check_ingress(const SidecarIngress& ingress, const FieldPath& path,
                   std::set<std::int64_t>& numbers, Violations& out) {
  if (!ingress.port) {
    out.push_back(
        {path.with("port"), "the listener has no port", "set the port's number and protocol"});
    return;
  }
  check_listener_port(*ingress.port, path.with("port"), out);
  check_port(ingress.port->number, path.with("port", "number"), out);
  if (!numbers.insert(ingress.port->number.value_or(0)).second) {
    out.push_back({path.with("port", "number"),
                   fmt::format("port {} has a listener already", ingress.port->number.value_or(0)),
                   "define one listener for each port"});
  }
  if (!ingress.bind.empty()) {
    check_ip_address(ingress.bind, path.with("bind"), out);
  }
  check_default_endpoint(ingress.default_endpoint, path.with("defaultEndpoint"), out);
  if (ingress.tls) {
    check_ingress_tls(*ingress.tls, path.with("tls"), out);
  }
  if (ingress.connection_pool) {
    check_connection_pool(*ingress.connection_pool, path.with("connectionPool"), out);
  }
}

void check_socket_listener(const SidecarEgress& egress, const FieldPath& path, Violations& out) {
  if (unix_path(egress.bind)) {
    check_unix_address(egress.bind, path.with("bind"), out);
  } else {
    out.push_back({path.with("port", "number"),
                   "the port has no number, and bind is no unix socket", "set the port's number"});
  }
  if (egress.capture_mode == "IPTABLES") {
    out.push_back({path.with("captureMode"),
                   "traffic to a unix socket cannot be captured by IPTABLES",
                   "set captureMode to NONE"});
  }
}

// Listeners seen so far.
struct SeenListeners {
  std::set<std::int64_t> numbers;
  std::set<std::string_view> sockets;
};

void check_egress_port(const SidecarEgress& egress, const FieldPath& path, SeenListeners& seen,
                       Violations& out) {
  check_listener_port(*egress.port, path.with("port"), out);
  const std::int64_t number = egress.port->number.value_or(0);
  const bool is_new =
      number == 0 ? seen.sockets.insert(egress.bind).second : seen.numbers.insert(number).second;
  if (!is_new) {
    out.push_back({number == 0 ? path.with("bind") : path.with("port", "number"),
                   number == 0 ? fmt::format("\"{}\" has a listener already", egress.bind)
                               : fmt::format("port {} has a listener already", number),
                   "define one listener for each port"});
  }
  if (number == 0) {
    check_socket_listener(egress, path, out);
    return;
  }
  check_port(number, path.with("port", "number"), out);
  if (!egress.bind.empty()) {
    check_ip_address(egress.bind, path.with("bind"), out);
  }
}

void check_egress(const Sidecar& sidecar, Violations& out) {
  SeenListeners seen;
  for (std::size_t i = 0; i < sidecar.egress.size(); ++i) {
    const SidecarEgress& egress = sidecar.egress[i];
    const FieldPath path("spec", "egress", i);
    if (egress.port) {
      check_egress_port(egress, path, seen, out);
    } else if (i + 1 != sidecar.egress.size()) {
      out.push_back(
          {path,
           "the listener has no port, so it stands for all that are left, and it is not the last",
           "move it to the end of egress, or set its port"});
    }
    if (egress.hosts.empty()) {
      out.push_back(
          {path.with("hosts"), "the listener has no hosts", "list namespace/host, */* for all"});
    }
    for (std::size_t host = 0; host < egress.hosts.size(); ++host) {
      check_namespaced_host(egress.hosts[host], HostsOf::Sidecar, path.with("hosts", host), out);
    }
  }
}

void check_outbound_policy(const OutboundTrafficPolicy& policy, Violations& out) {
  const FieldPath path("spec", "outboundTrafficPolicy");
  if (policy.mode == "ALLOW_ANY_DYNAMIC_DNS") {
    out.push_back({path.with("mode"), "ALLOW_ANY_DYNAMIC_DNS is not supported in a Sidecar",
                   "set mode to ALLOW_ANY or REGISTRY_ONLY"});
  }
  if (!policy.egress_proxy) {
    return;
  }
  const FieldPath proxy = path.with("egressProxy");
  if (policy.mode != "ALLOW_ANY") {
    out.push_back({proxy, "egressProxy goes with mode ALLOW_ANY only",
                   "set mode to ALLOW_ANY, or remove egressProxy"});
  } else if (!policy.egress_proxy->port) {
    out.push_back({proxy.with("port"), "egressProxy has no port", "set port.number"});
  } else if (!is_fqdn(policy.egress_proxy->host)) {
    out.push_back({proxy.with("host"),
                   fmt::format("\"{}\" is not a full host name", policy.egress_proxy->host),
                   "name the proxy's host"});
  } else {
    check_destination(*policy.egress_proxy, proxy, out);
  }
}

}  // namespace

Violations validate(const Sidecar& sidecar) {
  Violations out;
  if (sidecar.workload_selector) {
    check_selector(sidecar.workload_selector->labels,
                   FieldPath("spec", "workloadSelector", "labels"), out);
  }
  if (sidecar.egress.empty() && sidecar.ingress.empty() && !sidecar.outbound_traffic_policy &&
      !sidecar.inbound_connection_pool) {
    out.push_back({FieldPath("spec"), "the Sidecar configures nothing",
                   "add egress, ingress or outboundTrafficPolicy, or delete it"});
  }
  std::set<std::int64_t> numbers;
  for (std::size_t i = 0; i < sidecar.ingress.size(); ++i) {
    check_ingress(sidecar.ingress[i], FieldPath("spec", "ingress", i), numbers, out);
  }
  check_egress(sidecar, out);
  if (sidecar.outbound_traffic_policy) {
    check_outbound_policy(*sidecar.outbound_traffic_policy, out);
  }
  if (sidecar.inbound_connection_pool) {
    check_connection_pool(*sidecar.inbound_connection_pool,
                          FieldPath("spec", "inboundConnectionPool"), out);
  }
  return out;
}

}  // namespace mesh::istio

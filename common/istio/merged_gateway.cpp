// SPDX-License-Identifier: Apache-2.0
#include "common/istio/merged_gateway.h"

#include "common/istio/gateway_server.h"
#include "common/istio/mesh_config.h"
#include "common/istio/port_protocol.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace mesh::istio {
namespace {

Protocol protocol_of(const Server& server) {
  return parse_protocol(server.port->protocol);
}

bool is_passthrough(const Server& server) {
  return server.tls && (server.tls->effective_mode() == ServerTlsMode::PASSTHROUGH ||
                        server.tls->effective_mode() == ServerTlsMode::AUTO_PASSTHROUGH);
}

// Speaks TLS on the wire; plain HTTP with a redirect does not.
bool is_tls_server(const Server& server) {
  return server.tls && !is_http(protocol_of(server));
}

bool is_http_server(const Server& server) {
  return is_http(protocol_of(server)) || terminates_https(server);
}

std::string route_name_of(const Gateway& gateway, const Server& server, std::int64_t port) {
  const std::string bind = server.bind.empty() ? "" : "." + std::string(server.bind);
  if (is_http(protocol_of(server))) {
    return fmt::format("http.{}{}", port, bind);
  }
  return terminates_https(server)
             ? fmt::format("https.{}.{}.{}.{}{}", server.port->number.value_or(0),
                           server.port->name, gateway.ref.name, gateway.ref.ns, bind)
             : std::string();
}

std::vector<std::string> resolved_hosts(const Gateway& gateway, const Server& server) {
  std::vector<std::string> out;
  for (const std::string_view host : server.hosts) {
    const std::size_t slash = host.find('/');
    const std::string_view ns = host.substr(0, slash == std::string_view::npos ? 0 : slash);
    if (slash == std::string_view::npos) {
      out.emplace_back(host);
    } else if (host == "*/*") {
      return {"*"};
    } else if (ns == "*") {
      out.emplace_back(host.substr(slash + 1));
    } else {
      out.push_back(fmt::format("{}/{}", ns == "." ? gateway.ref.ns : ns, host.substr(slash + 1)));
    }
  }
  return out;
}

class Merger {
 public:
  Merger(const ProxyScope& scope, std::int64_t port, Reasons& reasons)
      : scope_(scope), port_(port), reasons_(reasons) {}

  MergedGateway run() {
    for (const Gateway* gateway : gateways()) {
      for (std::size_t i = 0; i < gateway->servers.size(); ++i) {
        const Server& server = gateway->servers[i];
        if (server.port && listening_port(scope_.snapshot(), scope_.pod(),
                                          server.port->number.value_or(0)) == port_) {
          add({.gateway = gateway,
               .index = i,
               .hosts = resolved_hosts(*gateway, server),
               .route_name = route_name_of(*gateway, server, port_)});
        }
      }
    }
    return std::move(out_);
  }

 private:
  std::vector<const Gateway*> gateways() const {
    std::vector<const Gateway*> out;
    for (const Gateway& gateway : scope_.snapshot().all<Gateway>()) {
      if (scope_.pod().meta.labels.contains_all(gateway.selector) &&
          is_discovered(scope_.snapshot(), gateway.ref.ns)) {
        out.push_back(&gateway);
      }
    }
    std::sort(out.begin(), out.end(),
              [](const Gateway* a, const Gateway* b) { return is_older(*a, *b); });
    return out;
  }

  void drop(const MergedServer& server, std::string_view why) {
    reasons_.pass_over(server.gateway->ref, server.path(), "this server is dropped: {}", why);
  }

  // RTE-64: the same host on the same port and address.
  bool repeats_host(const MergedServer& server) {
    const std::string bind(server.server().bind);
    const bool repeats =
        std::any_of(server.hosts.begin(), server.hosts.end(), [&](const std::string& host) {
          const auto at = binds_by_host_.find(host);
          return at != binds_by_host_.end() && at->second == bind;
        });
    if (!repeats) {
      for (const std::string& host : server.hosts) {
        binds_by_host_[host] = bind;
      }
    }
    return repeats;
  }

  void add(const MergedServer& server) {
    if (server.server().tls && repeats_host(server)) {
      drop(server, "an earlier one has the same host");
    } else if (out_.ports.empty()) {
      add_first(server);
    } else if (plain_) {
      add_beside_plain(server);
    } else {
      add_beside_tls(server);
    }
  }

  void add_first(const MergedServer& server) {
    if (!is_tls_server(server.server())) {
      plain_ = PlainPort{std::string(server.server().bind), protocol_of(server.server())};
    }
    if (is_http_server(server.server())) {
      out_.by_route[server.route_name] = {server};
    }
    port_for(server).servers.push_back(server);
  }

  void add_beside_plain(const MergedServer& server) {
    const bool same_bind = plain_->bind == server.server().bind;
    const bool both_http = is_http(plain_->protocol) && is_http(protocol_of(server.server()));
    if (same_bind && (!both_http || server.route_name.empty())) {
      drop(server, "an earlier server has the port for plaintext");
      return;
    }
    port_for(server).servers.push_back(server);
    out_.by_route[server.route_name].push_back(server);
  }

  void add_beside_tls(const MergedServer& server) {
    if (is_http_server(server.server())) {
      if (out_.by_route.contains(server.route_name)) {
        drop(server, "its port name is not unique");
        return;
      }
      out_.by_route[server.route_name] = {server};
    }
    if (!is_tls_server(server.server())) {
      plain_ = PlainPort{std::string(server.server().bind), protocol_of(server.server())};
    }
    port_for(server).servers.push_back(server);
  }

  MergedPort& port_for(const MergedServer& server) {
    const std::string bind(server.server().bind);
    const bool plain = is_http(protocol_of(server.server()));
    const std::string protocol(server.server().port->protocol);
    // HTTP servers that join a plaintext port share its entry whatever they call their protocol.
    const auto key = plain_ && plain_->bind == bind ? bind : bind + "|" + protocol;
    const auto [at, is_new] = index_by_key_.emplace(key, out_.ports.size());
    if (is_new) {
      out_.ports.push_back({.bind = bind, .is_plain_http = plain, .servers = {}});
    }
    return out_.ports[at->second];
  }

  struct PlainPort {
    std::string bind;
    Protocol protocol = Protocol::HTTP;
  };

  const ProxyScope& scope_;
  std::int64_t port_;
  Reasons& reasons_;
  MergedGateway out_;
  std::optional<PlainPort> plain_;
  std::map<std::string, std::string> binds_by_host_;
  std::map<std::string, std::size_t> index_by_key_;
};

}  // namespace

bool terminates_https(const Server& server) {
  return server.port && protocol_of(server) == Protocol::HTTPS && server.tls &&
         !is_passthrough(server);
}

std::string_view tls_word(const Server& server) {
  if (!is_tls_server(server)) {
    return "none";
  }
  switch (server.tls->effective_mode()) {
    case ServerTlsMode::SIMPLE:
      return "simple";
    case ServerTlsMode::MUTUAL:
      return "mutual";
    case ServerTlsMode::ISTIO_MUTUAL:
      return "istio_mutual";
    case ServerTlsMode::OPTIONAL_MUTUAL:
      return "optional_mutual";
    case ServerTlsMode::PASSTHROUGH:
    case ServerTlsMode::AUTO_PASSTHROUGH:
      break;
  }
  return "passthrough";
}

std::vector<std::string> sni_hosts_of(const MergedServer& server) {
  std::vector<std::string> out;
  for (const std::string& host : server.hosts) {
    const std::string name = host.substr(host.find('/') + 1);
    if (std::find(out.begin(), out.end(), name) == out.end()) {
      out.push_back(name);
    }
  }
  return out;
}

MergedGateway merged_gateway(const ProxyScope& scope, std::int64_t port, Reasons& reasons) {
  return Merger(scope, port, reasons).run();
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#include "plugins/routes/verbs/find_gateway_pod.h"

#include "common/base/error.h"
#include "common/cli/find_named.h"
#include "common/istio/endpoints.h"
#include "common/istio/gateway_pods.h"
#include "common/istio/virtual_service.h"
#include "common/model/host.h"

#include <algorithm>

namespace mesh::routes {
namespace {

bool serves_host(const Gateway& gateway, std::string_view host) {
  return std::any_of(gateway.servers.begin(), gateway.servers.end(), [&](const Server& server) {
    return std::any_of(server.hosts.begin(), server.hosts.end(), [&](std::string_view own) {
      return host_covers(istio::parse_server_host(own).host, host);
    });
  });
}

std::vector<const Pod*> routers(std::vector<const Pod*> pods) {
  std::erase_if(pods, [](const Pod* pod) { return !istio::is_router(*pod); });
  return pods;
}

}  // namespace

std::int64_t arrives_at(const Snapshot& snapshot, const Pod& pod, std::int64_t service_port) {
  for (const Service* service : snapshot.services_selecting(pod)) {
    for (const ServicePort& port : service->ports) {
      const auto target =
          port.port == service_port ? istio::target_port_in(pod, port) : std::nullopt;
      if (target) {
        return *target;
      }
    }
  }
  return service_port;
}

std::vector<const Pod*> gateway_pods_named(const Snapshot& snapshot, std::string_view word,
                                           std::string_view default_ns) {
  const std::size_t slash = word.find('/');
  const std::string_view type =
      slash == std::string_view::npos ? std::string_view() : word.substr(0, slash);
  const auto kind = find_kind_by_word(type);
  const std::string_view name = kind ? word.substr(slash + 1) : word;
  if (!kind || kind == Kind::Gateway) {
    const Object* gateway = cli::find_named(snapshot, Kind::Gateway, name, default_ns);
    if (gateway != nullptr) {
      return istio::routers_of(snapshot, static_cast<const Gateway&>(*gateway));
    }
  }
  if (!kind) {
    const Object* service = cli::find_named(snapshot, Kind::Service, name, default_ns);
    if (service != nullptr) {
      return routers(istio::pods_of(snapshot, static_cast<const Service&>(*service)));
    }
  }
  return routers(cli::pods_named(snapshot, word, default_ns));
}

std::vector<const Pod*> gateway_pods_serving(const Snapshot& snapshot, std::string_view host) {
  std::vector<const Pod*> out;
  for (const Gateway& gateway : snapshot.all<Gateway>()) {
    if (!serves_host(gateway, host)) {
      continue;
    }
    const std::vector<const Pod*> pods = istio::routers_of(snapshot, gateway);
    const bool is_known = std::any_of(out.begin(), out.end(), [&](const Pod* known) {
      return std::find(pods.begin(), pods.end(), known) != pods.end();
    });
    if (!pods.empty() && !is_known) {
      out.push_back(pods.front());
    }
  }
  return out;
}

}  // namespace mesh::routes

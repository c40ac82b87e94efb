// SPDX-License-Identifier: Apache-2.0
#include "plugins/routes/verbs/trace_from.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/istio/proxy.h"
#include "common/istio/redirection.h"
#include "common/istio/service_registry.h"
#include "common/model/host.h"

#include <optional>
#include <set>

namespace mesh::routes {
namespace {

// Stands for what DNS would answer for a host that no Service has.
constexpr std::string_view kSomewhere = "203.0.113.1";

const istio::MeshService* service_meant(const istio::ProxyScope& scope, const std::string& name) {
  const std::string bare = name.ends_with(".") ? name.substr(0, name.size() - 1) : name;
  std::string host = fully_qualified(bare, scope.ns());
  if (const std::string meant = service_host_meant(bare); !meant.empty()) {
    host = meant;
  }
  for (const std::string& candidate : {host, to_lower(bare)}) {
    if (const istio::ImportedService* known = scope.find_service(candidate)) {
      return known->service;
    }
    const auto all = scope.index().with_host(candidate);
    if (!all.empty()) {
      return all.front();
    }
  }
  return nullptr;
}

// The endpoint of a headless Service that DNS would give, not the client itself.
std::string headless_address(const istio::ProxyScope& scope, const istio::MeshService& service,
                             std::int64_t port) {
  if (const istio::MeshPort* own = service.find_port(port)) {
    for (const auto& endpoint : istio::upstream_endpoints(scope.index(), service, *own)) {
      if (endpoint.is_healthy && endpoint.address != scope.pod().status.pod_ip) {
        return endpoint.address;
      }
    }
  }
  return std::string(kSomewhere);
}

bool is_ip(const std::string& address) {
  return istio::is_in_network(address, "0.0.0.0/0");
}

// MTLS-27: what stands at the end of a chain of ExternalNames; the address itself if it is none.
std::string end_of_aliases(const istio::ProxyScope& scope, const std::string& address) {
  std::set<std::string> seen;
  std::string end = address;
  while (!is_ip(end)) {
    const istio::MeshService* service = service_meant(scope, end);
    if (service == nullptr || service->resolution != istio::Resolution::Alias) {
      break;
    }
    if (!seen.insert(service->host).second) {
      throw Error(
          "{} resolves to nothing: its externalName leads through other Services back to itself; "
          "point one of them to a host that exists",
          service->service->ref.text());
    }
    end = service->service->external_name;
  }
  return end;
}

// What the client's resolver makes of the address, which is no alias.
istio::Dialled dial(const istio::ProxyScope& scope, const TraceTarget& target) {
  const istio::MeshService* service =
      is_ip(target.address) ? nullptr : service_meant(scope, target.address);
  std::int64_t port = target.port_or_default();
  if (service == nullptr) {
    return {.address = is_ip(target.address) ? target.address : std::string(kSomewhere),
            .port = port};
  }
  if (!target.port && service->ports.size() == 1) {
    port = service->ports.front().number;
  }
  if (service->is_headless() && service->is_kubernetes()) {
    return {.address = headless_address(scope, *service, port), .port = port};
  }
  const std::string address = service->address() == istio::kUnspecified
                                  ? std::string(kSomewhere)
                                  : service->address().substr(0, service->address().find('/'));
  return {.address = address, .port = port};
}

constexpr std::string_view kNotIstios =
    "Istio's rules do not apply to it; `kubectl mesh-mtls can` tells whether it gets through";

bool is_known(const istio::Dialled& dialled) {
  return dialled.address != kSomewhere;
}

// MTLS-31: what passes no sidecar on its way out.
void refuse_without_sidecar(const Snapshot& snapshot, const Pod& client) {
  if (!istio::is_in_mesh(snapshot, client)) {
    throw Error(
        "{} has no sidecar: Istio's rules do not apply to what it sends; `kubectl "
        "mesh-mtls can` tells whether it gets through",
        client.ref.text());
  }
  const auto as_proxy = istio::container_as_proxy_user(client);
  if (as_proxy && as_proxy->is_alone) {
    throw Error(
        "{} runs as the proxy's own {}, 1337 ({}), so that what it sends goes past its sidecar: {}",
        client.ref.text(), as_proxy->what, as_proxy->field.text(), kNotIstios);
  }
}

// MTLS-31: the same for this address and port.
void refuse_past_sidecar(const Pod& client, const istio::Dialled& dialled) {
  const auto by = istio::outbound_bypass(
      client, is_known(dialled) ? dialled.address : std::string(istio::kUnspecified), dialled.port);
  if (by) {
    throw Error("{} sends to port {} past its sidecar, because of {}{}: {}", client.ref.text(),
                dialled.port, by->is_annotation ? "its annotation " : "the mesh's ", by->setting,
                kNotIstios);
  }
}

void add_remarks(const Pod& client, const TraceTarget& target, const istio::Dialled& dialled,
                 Traced& traced) {
  if (const auto as_proxy = istio::container_as_proxy_user(client)) {
    traced.remarks.push_back(
        {.text = fmt::format("container {} runs as the proxy's own {}, 1337: what it sends goes "
                             "past the proxy, as it is; this answer is for the others",
                             as_proxy->container->name, as_proxy->what),
         .object = client.ref,
         .field = as_proxy->field});
  }
  if (!is_known(dialled) && istio::has_outbound_ranges(client)) {
    traced.remarks.push_back({.text = fmt::format("the address of {} is not in the input: the IP "
                                                  "ranges that the client sends past its proxy "
                                                  "were not looked at",
                                                  target.address),
                              .object = client.ref});
  }
}

}  // namespace

Traced trace_from(const istio::MeshIndex& index, const Pod& client, const TraceTarget& target) {
  refuse_without_sidecar(index.snapshot(), client);
  const istio::ProxyScope scope(index, client);
  TraceTarget resolved = target;
  resolved.address = end_of_aliases(scope, target.address);
  const istio::Dialled dialled = dial(scope, resolved);
  refuse_past_sidecar(client, dialled);
  Traced traced{.from = client.ref.text(),
                .trace = istio::trace_from_sidecar(scope, dialled, target.payload)};
  add_remarks(client, target, dialled, traced);
  return traced;
}

}  // namespace mesh::routes

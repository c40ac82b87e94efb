// SPDX-License-Identifier: Apache-2.0
#include "common/istio/host_claims.h"

#include "common/istio/proxy.h"
#include "common/istio/proxy_scope.h"
#include "common/istio/route_match.h"
#include "common/istio/virtual_host.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

namespace mesh::istio {
namespace {

using Claimants = std::vector<const EffectiveVirtualService*>;

// One sidecar of a namespace, or one that nothing is known of where there is no pod.
class NamespaceClient {
 public:
  NamespaceClient(const MeshIndex& index, std::string_view ns)
      : pod_(pod_in(index.snapshot(), ns)), scope_(index, pod_) {}

  const ProxyScope& scope() const { return scope_; }

  bool imports(const EffectiveVirtualService& virtual_service) const {
    const auto& listeners = scope_.listeners();
    return std::any_of(listeners.begin(), listeners.end(), [&](const EgressListener& listener) {
      const auto& all = listener.virtual_services;
      return std::find(all.begin(), all.end(), &virtual_service) != all.end();
    });
  }

 private:
  static Pod pod_in(const Snapshot& snapshot, std::string_view ns) {
    for (const Pod& pod : snapshot.in_namespace<Pod>(ns)) {
      if (!is_gateway(pod) && is_in_mesh(snapshot, pod)) {
        return pod;
      }
    }
    Pod pod;
    pod.ref.kind = Kind::Pod;
    pod.ref.ns = ns;
    return pod;
  }

  Pod pod_;
  ProxyScope scope_;
};

class Finder {
 public:
  explicit Finder(const Snapshot& snapshot) : index_(snapshot.view<MeshIndex>()) {}

  std::vector<LostHost> run() {
    for (const auto& [host, claimants] : contested_hosts()) {
      for (const std::string_view ns : client_namespaces(host, claimants)) {
        for (const std::int64_t port : http_ports(host)) {
          settle(host, claimants, ns, port);
        }
      }
    }
    return std::move(out_);
  }

 private:
  std::map<std::string, Claimants> contested_hosts() const {
    std::map<std::string, Claimants> by_host;
    for (const EffectiveVirtualService& each : index_.virtual_services()) {
      const auto& gateways = each.gateways;
      if (each.http.empty() ||
          std::find(gateways.begin(), gateways.end(), kMesh) == gateways.end()) {
        continue;
      }
      for (const std::string& host : std::set<std::string>(each.hosts.begin(), each.hosts.end())) {
        by_host[host].push_back(&each);
      }
    }
    std::erase_if(by_host, [&](const auto& entry) {
      return entry.second.size() < 2 || index_.with_host(entry.first).empty();
    });
    return by_host;
  }

  std::set<std::string_view> client_namespaces(const std::string& host,
                                               const Claimants& claimants) const {
    std::set<std::string_view> namespaces;
    for (const EffectiveVirtualService* each : claimants) {
      namespaces.insert(each->object->ref.ns);
      for (const std::string_view ns : each->object->export_to) {
        if (ns != "*" && ns != "." && ns != "~") {
          namespaces.insert(ns);
        }
      }
    }
    for (const MeshService* service : index_.with_host(host)) {
      namespaces.insert(service->ns);
    }
    return namespaces;
  }

  std::set<std::int64_t> http_ports(const std::string& host) const {
    std::set<std::int64_t> ports;
    for (const MeshService* service : index_.with_host(host)) {
      for (const MeshPort& port : service->ports) {
        if (port.is_http_or_auto()) {
          ports.insert(port.number);
        }
      }
    }
    return ports;
  }

  const NamespaceClient& client_of(std::string_view ns) {
    std::unique_ptr<NamespaceClient>& client = clients_[ns];
    if (client == nullptr) {
      client = std::make_unique<NamespaceClient>(index_, ns);
    }
    return *client;
  }

  // From its own namespace; otherwise it has another fault.
  bool knows_host(const EffectiveVirtualService& virtual_service, const std::string& host) const {
    const std::vector<const MeshService*> services = index_.with_host(host);
    return std::any_of(services.begin(), services.end(), [&](const MeshService* service) {
      return index_.is_visible(*service, virtual_service.object->ref.ns);
    });
  }

  void settle(const std::string& host, const Claimants& claimants, std::string_view ns,
              std::int64_t port) {
    const NamespaceClient& client = client_of(ns);
    const std::vector<VirtualHost> hosts = virtual_hosts(client.scope(), port, host);
    const VirtualHost* found = find_virtual_host(hosts, host);
    const VirtualService* kept = found == nullptr ? nullptr : found->virtual_service;
    const bool is_contested =
        std::any_of(claimants.begin(), claimants.end(),
                    [&](const EffectiveVirtualService* each) { return each->object == kept; });
    if (!is_contested) {
      return;
    }
    for (const EffectiveVirtualService* each : claimants) {
      const Listener where{.gateway = nullptr, .port = port};
      if (each->object != kept && client.imports(*each) && knows_host(*each, host) &&
          any_rule_applies(*each->object, RouteSection::Http, where)) {
        add(*each, host, *kept, ns, port);
      }
    }
  }

  void add(const EffectiveVirtualService& lost, const std::string& host, const VirtualService& kept,
           std::string_view ns, std::int64_t port) {
    const auto at = std::find(lost.hosts.begin(), lost.hosts.end(), host);
    const auto index = static_cast<std::size_t>(at - lost.hosts.begin());
    const bool known = std::any_of(out_.begin(), out_.end(), [&](const LostHost& each) {
      return each.lost == lost.object && each.host == index;
    });
    if (!known) {
      out_.push_back({lost.object, index, &kept, ns, port});
    }
  }

  const MeshIndex& index_;
  std::map<std::string_view, std::unique_ptr<NamespaceClient>> clients_;
  std::vector<LostHost> out_;
};

}  // namespace

std::vector<LostHost> lost_hosts(const Snapshot& snapshot) {
  return Finder(snapshot).run();
}

}  // namespace mesh::istio

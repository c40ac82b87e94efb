// SPDX-License-Identifier: Apache-2.0
#include "common/istio/proxy_scope.h"

#include "common/istio/egress_hosts.h"
#include "common/istio/gateway_pods.h"
#include "common/istio/mesh_config.h"
#include "common/istio/sidecar_of.h"
#include "common/model/host.h"

#include <algorithm>
#include <map>
#include <set>

namespace mesh::istio {
namespace {

ImportedService whole(const MeshService& service) {
  ImportedService out{.service = &service, .ports = {}, .aliases = service.aliases};
  for (const MeshPort& port : service.ports) {
    out.ports.push_back(&port);
  }
  return out;
}

// Only the ports with these numbers; nullopt if there is none of them.
std::optional<ImportedService> with_ports(const MeshService& service,
                                          const std::set<std::int64_t>& numbers) {
  ImportedService out = whole(service);
  std::erase_if(out.ports, [&](const MeshPort* port) { return !numbers.contains(port->number); });
  return out.ports.empty() ? std::nullopt : std::optional(std::move(out));
}

// Whether ServiceEntries of one host and namespace are taken together.
bool are_alike(const MeshService& a, const MeshService& b) {
  if (a.entry == nullptr || b.entry == nullptr) {
    return true;
  }
  const auto exports = [](const ServiceEntry& entry) {
    return std::set<std::string_view>(entry.export_to.begin(), entry.export_to.end());
  };
  const auto selector = [](const ServiceEntry& entry) {
    return entry.workload_selector ? entry.workload_selector->labels : Labels();
  };
  return exports(*a.entry) == exports(*b.entry) && a.entry->meta.labels == b.entry->meta.labels &&
         selector(*a.entry) == selector(*b.entry);
}

// RTE-51: hosts to which rules of a VirtualService send traffic, with the ports that they name; 0
// stands for any port.
using Destinations = std::map<std::string, std::set<std::int64_t>>;

void add_destination(Destinations& out, const Destination& destination, std::string_view ns) {
  if (!destination.host.empty()) {
    out[fully_qualified(destination.host, ns)].insert(destination.port_number().value_or(0));
  }
}

bool is_for_namespace(const EffectiveRoute& rule, std::string_view client_ns) {
  bool matches = true;
  for (const EffectiveMatch& match : rule.matches) {
    const std::string_view source = match.match->source_namespace;
    if (source == client_ns) {
      return true;
    }
    matches = matches && source.empty();
  }
  return matches;
}

void add_route(Destinations& out, const std::vector<RouteDestination>& route, std::string_view ns) {
  for (const RouteDestination& each : route) {
    if (each.destination) {
      add_destination(out, *each.destination, ns);
    }
  }
}

Destinations destinations_of(const EffectiveVirtualService& virtual_service,
                             std::string_view client_ns) {
  Destinations out;
  for (const EffectiveRoute& rule : virtual_service.http) {
    if (!is_for_namespace(rule, client_ns)) {
      continue;
    }
    add_route(out, rule.route->route, rule.ns);
    if (rule.route->mirror) {
      add_destination(out, *rule.route->mirror, rule.mirror_ns);
    }
    for (const HttpMirror& mirror : rule.route->mirrors) {
      if (mirror.destination) {
        add_destination(out, *mirror.destination, rule.mirror_ns);
      }
    }
  }
  const std::string_view ns = virtual_service.object->ref.ns;
  for (const TcpRoute& rule : virtual_service.object->tcp) {
    add_route(out, rule.route, ns);
  }
  for (const TlsRoute& rule : virtual_service.object->tls) {
    add_route(out, rule.route, ns);
  }
  return out;
}

// A host that no egress entry names: the service in the client's own namespace, even if it is
// exported to others only, or of the visible ones that of Kubernetes, else the oldest.
const MeshService* inferred_service(const MeshIndex& index, std::string_view host,
                                    std::string_view client_ns) {
  const MeshService* best = nullptr;
  for (const MeshService* service : index.with_host(host)) {
    if (service->ns == client_ns) {
      return service;
    }
    const bool is_better = best == nullptr || (service->is_kubernetes() && !best->is_kubernetes());
    if (is_better && index.is_visible(*service, client_ns)) {
      best = service;
    }
  }
  return best;
}

}  // namespace

const MeshPort* ImportedService::find_port(std::int64_t number) const {
  const auto at = std::find_if(ports.begin(), ports.end(),
                               [&](const MeshPort* port) { return port->number == number; });
  return at == ports.end() ? nullptr : *at;
}

std::optional<std::int64_t> EgressListener::port() const {
  return egress != nullptr && egress->port ? egress->port->number : std::nullopt;
}

void EgressListener::index_hosts() {
  for (const EffectiveVirtualService* each : virtual_services) {
    for (const std::string& host : each->hosts) {
      if (is_wildcard(host)) {
        wildcards_.emplace_back(host, each);
      } else {
        exact_.emplace(host, each);
      }
    }
  }
  std::stable_sort(wildcards_.begin(), wildcards_.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

const EffectiveVirtualService* EgressListener::most_specific_for(std::string_view host) const {
  if (const auto at = exact_.find(host); at != exact_.end()) {
    return at->second;
  }
  const auto at = std::find_if(wildcards_.begin(), wildcards_.end(),
                               [&](const auto& entry) { return host_covers(entry.first, host); });
  return at == wildcards_.end() ? nullptr : at->second;
}

ProxyScope::ProxyScope(const MeshIndex& index, const Pod& pod)
    : index_(index), pod_(pod), is_gateway_(is_router(pod)) {
  if (!is_gateway_) {
    sidecar_ = sidecar_of(index.snapshot(), pod);
    allows_any_ = allows_any_outbound(index.snapshot(), sidecar_);
  }
  if (is_gateway_) {
    import_all();
  } else {
    import_for_sidecar();
  }
}

void ProxyScope::import_all() {
  for (const MeshService* service : index_.services_for(ns())) {
    append(whole(*service));
  }
}

void ProxyScope::import_for_sidecar() {
  const std::vector<const MeshService*> services = index_.services_for(ns());
  const auto virtual_services = index_.virtual_services_for(ns(), kMesh);
  const std::size_t count = sidecar_ == nullptr ? 0 : sidecar_->egress.size();
  listeners_.resize(std::max<std::size_t>(count, 1));
  for (std::size_t i = 0; i < listeners_.size(); ++i) {
    EgressListener& listener = listeners_[i];
    listener.egress = count == 0 ? nullptr : &sidecar_->egress[i];
    listener.index = i;
    const EgressHosts hosts(listener.egress, ns());
    for (const MeshService* service : hosts.select(services, ns())) {
      std::optional<ImportedService> imported =
          listener.port() ? with_ports(*service, {*listener.port()}) : whole(*service);
      if (imported) {
        std::erase_if(imported->aliases,
                      [&](const std::string& alias) { return !hosts.imports(service->ns, alias); });
        listener.services.push_back(std::move(*imported));
      }
    }
    listener.virtual_services = hosts.select(virtual_services);
    listener.index_hosts();
  }
  for (const EgressListener& listener : listeners_) {
    for (const ImportedService& service : listener.services) {
      append(service);
    }
    import_destinations(listener);
  }
}

void ProxyScope::import_destinations(const EgressListener& listener) {
  if (is_gateway_) {
    return;
  }
  for (const EffectiveVirtualService* each : listener.virtual_services) {
    for (const auto& [host, ports] : destinations_of(*each, ns())) {
      const MeshService* service = inferred_service(index_, host, ns());
      if (service == nullptr) {
        continue;
      }
      const std::optional<ImportedService> imported =
          listener.port()     ? with_ports(*service, {*listener.port()})
          : ports.contains(0) ? whole(*service)
                              : with_ports(*service, ports);
      if (imported) {
        append(*imported);
      }
    }
  }
}

// Services of equal host: one of Kubernetes stands alone; ServiceEntries of one namespace,
// resolution, labels and exportTo join their ports.
void ProxyScope::append(const ImportedService& service) {
  const auto [at, is_new] = service_by_host_.emplace(service.host(), services_.size());
  if (is_new) {
    services_.push_back(service);
    return;
  }
  ImportedService& existing = services_[at->second];
  const MeshService& old = *existing.service;
  if (service.service->is_kubernetes() && !old.is_kubernetes()) {
    existing = service;
    return;
  }
  if (service.service->is_kubernetes() != old.is_kubernetes() || old.ns != service.service->ns ||
      old.resolution != service.service->resolution || !are_alike(old, *service.service)) {
    return;
  }
  for (const MeshPort* port : service.ports) {
    if (existing.find_port(port->number) == nullptr) {
      existing.ports.push_back(port);
    }
  }
}

const ImportedService* ProxyScope::find_service(std::string_view host) const {
  const auto at = service_by_host_.find(host);
  return at == service_by_host_.end() ? nullptr : &services_[at->second];
}

std::optional<ImportedService> ProxyScope::gateway_destination(std::string_view host,
                                                               std::string_view ns) const {
  const MeshService* own = nullptr;
  for (const MeshService* service : index_.with_host(host)) {
    const bool is_better = own == nullptr || (service->is_kubernetes() && !own->is_kubernetes());
    if (service->ns == ns && is_better) {
      own = service;
    }
  }
  if (own != nullptr && index_.is_visible(*own, this->ns())) {
    return whole(*own);
  }
  const ImportedService* seen = find_service(host);
  return seen == nullptr ? std::nullopt : std::optional(*seen);
}

SelectedRules ProxyScope::destination_rules(const MeshService& service) const {
  return select_destination_rules(snapshot(), ns(), service.host, service.ns, &pod_.meta.labels);
}

}  // namespace mesh::istio

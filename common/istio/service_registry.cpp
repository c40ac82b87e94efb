// SPDX-License-Identifier: Apache-2.0
#include "common/istio/service_registry.h"

#include "common/istio/export_to.h"
#include "common/istio/mesh_config.h"
#include "common/model/host.h"

#include <algorithm>

namespace mesh::istio {
namespace {

constexpr std::string_view kServiceSuffix = ".svc.cluster.local";

// "name.namespace" of a Service host, or "".
std::string_view service_part(std::string_view host) {
  if (!host.ends_with(kServiceSuffix)) {
    return {};
  }
  return host.substr(0, host.size() - kServiceSuffix.size());
}

bool is_visible(const Snapshot& snapshot, const Service& service, std::string_view client_ns) {
  return is_exported(export_to_of(service), mesh_config(snapshot).default_service_export_to,
                     service.ref.ns, client_ns);
}

bool is_visible(const Snapshot& snapshot, const ServiceEntry& entry, std::string_view client_ns) {
  return is_exported(entry.export_to, mesh_config(snapshot).default_service_export_to, entry.ref.ns,
                     client_ns);
}

bool has_host(const ServiceEntry& entry, std::string_view host) {
  return std::any_of(entry.hosts.begin(), entry.hosts.end(), [&](std::string_view own) {
    return host_covers(fully_qualified(own, entry.ref.ns), host);
  });
}

}  // namespace

const Object& RegistryEntry::object() const {
  return service != nullptr ? static_cast<const Object&>(*service)
                            : static_cast<const Object&>(*service_entry);
}

std::vector<RegistryPort> RegistryEntry::ports() const {
  std::vector<RegistryPort> ports;
  if (service != nullptr) {
    for (const ServicePort& port : service->ports) {
      ports.push_back({.number = port.port,
                       .name = port.name,
                       .service_port = &port,
                       .service_entry_port = nullptr,
                       .owner = service});
    }
  } else if (service_entry != nullptr) {
    for (const ServiceEntryPort& port : service_entry->ports) {
      ports.push_back({.number = port.number.value_or(0),
                       .name = port.name,
                       .service_port = nullptr,
                       .service_entry_port = &port,
                       .owner = service_entry});
    }
  }
  return ports;
}

std::string host_of(const Service& service) {
  return fully_qualified(service.ref.name, service.ref.ns);
}

const Service* find_service(const Snapshot& snapshot, std::string_view host) {
  const std::string_view part = service_part(host);
  const std::size_t dot = part.find('.');
  if (dot == std::string_view::npos) {
    return nullptr;
  }
  return snapshot.find<Service>(part.substr(dot + 1), part.substr(0, dot));
}

RegistryEntry look_up(const Snapshot& snapshot, std::string_view host, std::string_view client_ns) {
  const Service* service = find_service(snapshot, host);
  if (service != nullptr && is_visible(snapshot, *service, client_ns)) {
    return {.service = service};
  }
  for (const ServiceEntry& entry : snapshot.all<ServiceEntry>()) {
    if (has_host(entry, host) && is_visible(snapshot, entry, client_ns)) {
      return {.service = nullptr, .service_entry = &entry};
    }
  }
  return {};
}

bool can_tell_absence(const Snapshot& snapshot, std::string_view host) {
  if (!snapshot.knows(Kind::ServiceEntry)) {
    return false;
  }
  const std::string_view part = service_part(host);
  const std::size_t dot = part.find('.');
  if (dot == std::string_view::npos) {
    return host.find(".svc.") == std::string_view::npos &&
           (!is_wildcard(host) || snapshot.knows(Kind::Service));
  }
  const std::string_view ns = part.substr(dot + 1);
  return snapshot.knows(Kind::Service, ns) &&
         (snapshot.is_live() || !snapshot.in_namespace<Service>(ns).empty());
}

bool is_visible(const Snapshot& snapshot, const RegistryEntry& entry, std::string_view client_ns) {
  return entry.service != nullptr ? is_visible(snapshot, *entry.service, client_ns)
                                  : is_visible(snapshot, *entry.service_entry, client_ns);
}

Registry::Registry(const Snapshot& snapshot) : snapshot_(&snapshot) {
  for (const ServiceEntry& entry : snapshot.all<ServiceEntry>()) {
    for (const std::string_view host : entry.hosts) {
      std::string full = fully_qualified(host, entry.ref.ns);
      if (is_wildcard(full)) {
        wildcard_entries_.emplace_back(std::move(full), &entry);
      } else {
        entries_by_host_[std::move(full)].push_back(&entry);
      }
    }
  }
}

std::vector<RegistryEntry> Registry::find_all(std::string_view host) const {
  std::vector<RegistryEntry> found;
  if (const Service* service = find_service(*snapshot_, host)) {
    found.push_back({.service = service, .service_entry = nullptr});
  }
  if (const auto at = entries_by_host_.find(std::string(host)); at != entries_by_host_.end()) {
    for (const ServiceEntry* entry : at->second) {
      found.push_back({.service = nullptr, .service_entry = entry});
    }
  }
  for (const auto& [pattern, entry] : wildcard_entries_) {
    if (host_covers(pattern, host)) {
      found.push_back({.service = nullptr, .service_entry = entry});
    }
  }
  return found;
}

RegistryEntry Registry::look_up(std::string_view host, std::string_view client_ns) const {
  for (const RegistryEntry& entry : find_all(host)) {
    if (is_visible(*snapshot_, entry, client_ns)) {
      return entry;
    }
  }
  return {};
}

bool Registry::overlaps_any(std::string_view pattern) const {
  if (!is_wildcard(pattern)) {
    return !find_all(pattern).empty();
  }
  const auto services = snapshot_->services();
  return std::any_of(
             services.begin(), services.end(),
             [&](const Service& service) { return host_covers(pattern, host_of(service)); }) ||
         std::any_of(entries_by_host_.begin(), entries_by_host_.end(),
                     [&](const auto& entry) { return host_covers(pattern, entry.first); }) ||
         std::any_of(wildcard_entries_.begin(), wildcard_entries_.end(),
                     [&](const auto& entry) { return hosts_overlap(pattern, entry.first); });
}

std::vector<std::string> known_hosts(const Snapshot& snapshot) {
  std::vector<std::string> hosts;
  for (const Service& service : snapshot.services()) {
    hosts.push_back(host_of(service));
  }
  for (const ServiceEntry& entry : snapshot.all<ServiceEntry>()) {
    for (const std::string_view host : entry.hosts) {
      hosts.push_back(fully_qualified(host, entry.ref.ns));
    }
  }
  return hosts;
}

}  // namespace mesh::istio

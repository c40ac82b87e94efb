// SPDX-License-Identifier: Apache-2.0
#include "common/istio/mesh_index.h"

#include "common/istio/export_to.h"
#include "common/istio/mesh_config.h"
#include "common/istio/virtual_service.h"
#include "common/istio/visibility.h"
#include "common/model/host.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace mesh::istio {
namespace {

// GEN-2: the host's name settles a tie between services.
bool comes_before(const MeshService& a, const MeshService& b) {
  const auto time = [](const MeshService& service) {
    return service.object().meta.creation_timestamp.value_or(Time::max());
  };
  return std::make_tuple(time(a), std::string_view(a.host), a.ns) <
         std::make_tuple(time(b), std::string_view(b.host), b.ns);
}

Visibility visibility_of(const MeshService& service, const MeshConfig& config,
                         std::string_view ns) {
  const std::vector<std::string_view> own =
      service.service != nullptr ? export_to_of(*service.service) : service.entry->export_to;
  return visibility_to(own.empty() ? config.default_service_export_to : own, {}, service.ns, ns);
}

std::vector<std::string> gateways_of(const VirtualService& object) {
  if (object.gateways.empty()) {
    return {std::string(kMesh)};
  }
  std::vector<std::string> out;
  for (const std::string_view gateway : object.gateways) {
    out.push_back(gateway == kMesh ? std::string(kMesh)
                                   : qualified_gateway_name(gateway, object.ref.ns));
  }
  return out;
}

// The elements by nearness to the client, otherwise in their order; hidden ones are dropped.
template <typename T, typename Function>
std::vector<const T*> nearest_first(const std::vector<const T*>& all, Function&& visibility) {
  std::array<std::vector<const T*>, 3> groups;
  for (const T* element : all) {
    const Visibility seen = visibility(*element);
    if (seen != Visibility::Hidden) {
      groups[static_cast<std::size_t>(seen)].push_back(element);
    }
  }
  std::vector<const T*> out = std::move(groups[0]);
  out.insert(out.end(), groups[1].begin(), groups[1].end());
  out.insert(out.end(), groups[2].begin(), groups[2].end());
  return out;
}

}  // namespace

MeshIndex::MeshIndex(const Snapshot& snapshot) : snapshot_(snapshot), merger_(snapshot) {
  add_services();
  add_aliases();
  for (const MeshService& service : services_) {
    services_by_host_[service.host].push_back(&service);
  }
  add_virtual_services();
}

void MeshIndex::add_services() {
  for (const Service& service : snapshot_.services()) {
    if (is_discovered(snapshot_, service.ref.ns)) {
      services_.push_back(mesh_service(service));
    }
  }
  for (const ServiceEntry& entry : snapshot_.all<ServiceEntry>()) {
    if (is_discovered(snapshot_, entry.ref.ns)) {
      for (MeshService& service : mesh_services(entry)) {
        services_.push_back(std::move(service));
      }
    }
  }
  std::stable_sort(services_.begin(), services_.end(), comes_before);
}

// MTLS-27: through aliases of aliases, unless they go round in a circle.
void MeshIndex::add_aliases() {
  std::unordered_map<std::string_view, std::string_view> next;
  for (const MeshService& service : services_) {
    if (service.resolution == Resolution::Alias) {
      next[service.host] = service.service->external_name;
    }
  }
  std::unordered_map<std::string_view, std::vector<std::string>> aliases;
  for (const auto& service : services_) {
    if (service.resolution != Resolution::Alias) {
      continue;
    }
    std::string_view host = service.service->external_name;
    std::size_t steps = 0;
    for (auto at = next.find(host); at != next.end() && steps <= next.size(); ++steps) {
      host = at->second;
      at = next.find(host);
    }
    if (steps <= next.size()) {
      aliases[host].push_back(service.host);
    }
  }
  for (MeshService& service : services_) {
    const auto at = aliases.find(service.host);
    if (at != aliases.end() && service.resolution != Resolution::Alias) {
      service.aliases = at->second;
    }
  }
}

void MeshIndex::add_virtual_services() {
  std::vector<const VirtualService*> roots;
  for (const VirtualService& object : snapshot_.all<VirtualService>()) {
    if (!object.is_delegate() && is_discovered(snapshot_, object.ref.ns)) {
      roots.push_back(&object);
    }
  }
  std::sort(roots.begin(), roots.end(),
            [](const VirtualService* a, const VirtualService* b) { return is_older(*a, *b); });
  virtual_services_.reserve(roots.size());
  for (const VirtualService* root : roots) {
    EffectiveVirtualService& added = virtual_services_.emplace_back();
    added.object = root;
    for (const std::string_view host : root->hosts) {
      added.hosts.push_back(fully_qualified(host, root->ref.ns));
    }
    added.gateways = gateways_of(*root);
    added.http = merger_.effective_routes(*root);
    for (const std::string& gateway : added.gateways) {
      auto& bound = virtual_services_by_gateway_[gateway];
      if (bound.empty() || bound.back() != &added) {
        bound.push_back(&added);
      }
    }
  }
}

std::vector<const MeshService*> MeshIndex::services_for(std::string_view ns) const {
  const MeshConfig& config = mesh_config(snapshot_);
  std::vector<const MeshService*> all;
  all.reserve(services_.size());
  for (const MeshService& service : services_) {
    all.push_back(&service);
  }
  // What is exported by name stands beside what is private.
  return nearest_first<MeshService>(all, [&](const MeshService& service) {
    const Visibility seen = visibility_of(service, config, ns);
    return seen == Visibility::Named ? Visibility::Private : seen;
  });
}

std::vector<const EffectiveVirtualService*> MeshIndex::virtual_services_for(
    std::string_view ns, std::string_view gateway) const {
  const auto at = virtual_services_by_gateway_.find(std::string(gateway));
  if (at == virtual_services_by_gateway_.end()) {
    return {};
  }
  const MeshConfig& config = mesh_config(snapshot_);
  return nearest_first<EffectiveVirtualService>(
      at->second, [&](const EffectiveVirtualService& each) {
        return visibility_to(each.object->export_to, config.default_virtual_service_export_to,
                             each.object->ref.ns, ns);
      });
}

std::vector<const MeshService*> MeshIndex::with_host(std::string_view host) const {
  const auto at = services_by_host_.find(host);
  return at == services_by_host_.end() ? std::vector<const MeshService*>{} : at->second;
}

bool MeshIndex::is_visible(const MeshService& service, std::string_view ns) const {
  return visibility_of(service, mesh_config(snapshot_), ns) != Visibility::Hidden;
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#include "plugins/routes/unknown_host.h"

#include "common/base/text.h"
#include "common/istio/service_registry.h"
#include "common/model/host.h"

#include <fmt/format.h>

namespace mesh::routes {
namespace {

std::optional<std::string> closest_service(const Snapshot& snapshot, std::string_view name,
                                           std::string_view ns) {
  std::vector<std::string_view> names;
  for (const Service& service : snapshot.in_namespace<Service>(ns)) {
    names.push_back(service.ref.name);
  }
  const auto found = closest(name, names);
  return found ? std::optional(fully_qualified(*found, ns)) : std::nullopt;
}

std::optional<std::string> closest_external(const Snapshot& snapshot, std::string_view host) {
  std::vector<std::string_view> hosts;
  for (const ServiceEntry& entry : snapshot.all<ServiceEntry>()) {
    hosts.insert(hosts.end(), entry.hosts.begin(), entry.hosts.end());
  }
  const auto found = closest(host, hosts);
  return found ? std::optional(std::string(*found)) : std::nullopt;
}

}  // namespace

std::pair<std::string_view, std::string_view> service_name_of(std::string_view host) {
  const std::size_t dot = host.find('.');
  const std::size_t suffix = host.find(".svc.");
  if (suffix == std::string_view::npos || dot == std::string_view::npos || dot >= suffix) {
    return {host, {}};
  }
  return {host.substr(0, dot), host.substr(dot + 1, suffix - dot - 1)};
}

std::string UnknownHosts::cause(std::string_view written, std::string_view resource_ns) const {
  const std::string full = fully_qualified(written, resource_ns);
  if (written.find('.') == std::string_view::npos) {
    return fmt::format("host \"{}\" means {}, which does not exist", written, full);
  }
  if (!service_host_meant(written).empty() && service_name_of(full).second.empty()) {
    return fmt::format("host \"{}\" is neither a short name nor a full name, and no service has it",
                       written);
  }
  return fmt::format("host \"{}\" does not exist", written);
}

std::string UnknownHosts::remedy(std::string_view written, std::string_view resource_ns) {
  const std::string full = fully_qualified(written, resource_ns);
  if (const auto host = meant(written, full)) {
    return fmt::format("write {}", *host);
  }
  const auto [name, ns] = service_name_of(full);
  if (!ns.empty()) {
    return fmt::format(
        "create service {}/{}, or name an existing one by name.namespace.svc.cluster.local", ns,
        name);
  }
  return fmt::format(
      "name a Service by name.namespace.svc.cluster.local, or create a ServiceEntry for {}",
      written);
}

std::optional<std::string> UnknownHosts::meant(std::string_view written, const std::string& full) {
  const std::string expanded = service_host_meant(written);
  if (istio::find_service(snapshot_, expanded) != nullptr) {
    return expanded;
  }
  const auto [name, ns] = service_name_of(expanded.empty() ? full : expanded);
  if (ns.empty()) {
    return closest_external(snapshot_, written);
  }
  const std::vector<const Service*>& elsewhere = services_named(name);
  if (!elsewhere.empty()) {
    return istio::host_of(*elsewhere.front());
  }
  const auto near_service = closest_service(snapshot_, name, ns);
  return near_service ? near_service : closest_external(snapshot_, written);
}

const std::vector<const Service*>& UnknownHosts::services_named(std::string_view name) {
  if (services_by_name_.empty()) {
    for (const Service& service : snapshot_.services()) {
      services_by_name_[service.ref.name].push_back(&service);
    }
  }
  static const std::vector<const Service*> kNone;
  const auto at = services_by_name_.find(name);
  return at == services_by_name_.end() ? kNone : at->second;
}

bool can_tell_absence(const Snapshot& snapshot, Reporter& report, std::string_view host) {
  if (istio::can_tell_absence(snapshot, host)) {
    return true;
  }
  if (!snapshot.knows(Kind::ServiceEntry)) {
    return report.cannot_tell(Kind::ServiceEntry, {});
  }
  return report.cannot_tell(Kind::Service, service_name_of(host).second);
}

}  // namespace mesh::routes

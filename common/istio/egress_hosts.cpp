// SPDX-License-Identifier: Apache-2.0
#include "common/istio/egress_hosts.h"

#include "common/base/text.h"
#include "common/model/host.h"

#include <algorithm>
#include <unordered_map>

namespace mesh::istio {
namespace {

constexpr std::string_view kAnyNamespace = "*";

// Which of two services with one host is imported.
bool is_preferred(const MeshService& candidate, const MeshService& chosen,
                  std::string_view client_ns) {
  if (candidate.ns == client_ns) {
    return true;
  }
  return chosen.ns != client_ns && candidate.is_kubernetes() && !chosen.is_kubernetes();
}

}  // namespace

EgressHosts::EgressHosts(const SidecarEgress* egress, std::string_view client_ns) {
  if (egress == nullptr) {
    hosts_by_namespace_[std::string(kAnyNamespace)].emplace_back("*");
    return;
  }
  for (const std::string_view entry : egress->hosts) {
    const std::size_t slash = entry.find('/');
    if (slash == std::string_view::npos) {
      continue;
    }
    const std::string_view ns = entry.substr(0, slash);
    hosts_by_namespace_[std::string(ns == "." ? client_ns : ns)].push_back(
        to_lower(entry.substr(slash + 1)));
  }
}

bool EgressHosts::imports(std::string_view ns, std::string_view host) const {
  for (const std::string_view place : {ns, kAnyNamespace}) {
    const auto at = hosts_by_namespace_.find(place);
    if (at != hosts_by_namespace_.end() &&
        std::any_of(at->second.begin(), at->second.end(),
                    [&](const std::string& pattern) { return host_covers(pattern, host); })) {
      return true;
    }
  }
  return false;
}

std::vector<const MeshService*> EgressHosts::select(const std::vector<const MeshService*>& services,
                                                    std::string_view client_ns) const {
  std::vector<const MeshService*> out;
  std::unordered_map<std::string_view, const MeshService*> chosen;
  for (const MeshService* service : services) {
    if (!imports(service->ns, service->host)) {
      continue;
    }
    out.push_back(service);
    const auto [at, is_new] = chosen.emplace(service->host, service);
    if (!is_new && is_preferred(*service, *at->second, client_ns)) {
      at->second = service;
    }
  }
  std::erase_if(
      out, [&](const MeshService* service) { return chosen.at(service->host)->ns != service->ns; });
  return out;
}

bool EgressHosts::overlaps(std::string_view ns,
                           const EffectiveVirtualService& virtual_service) const {
  const auto at = hosts_by_namespace_.find(ns);
  return at != hosts_by_namespace_.end() &&
         std::any_of(at->second.begin(), at->second.end(), [&](const std::string& pattern) {
           return std::any_of(
               virtual_service.hosts.begin(), virtual_service.hosts.end(),
               [&](const std::string& host) { return hosts_overlap(pattern, host); });
         });
}

std::vector<const EffectiveVirtualService*> EgressHosts::select(
    const std::vector<const EffectiveVirtualService*>& virtual_services) const {
  std::vector<const EffectiveVirtualService*> out;
  for (const EffectiveVirtualService* each : virtual_services) {
    if (overlaps(each->object->ref.ns, *each) || overlaps(kAnyNamespace, *each)) {
      out.push_back(each);
    }
  }
  return out;
}

}  // namespace mesh::istio

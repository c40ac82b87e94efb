// SPDX-License-Identifier: Apache-2.0
#include "common/istio/gateway_pods.h"

#include "common/istio/proxy.h"

#include <algorithm>
#include <set>

namespace mesh::istio {
namespace {

bool is_waypoint(const Pod& pod) {
  return std::any_of(pod.spec.containers.begin(), pod.spec.containers.end(),
                     [](const Container& container) {
                       return std::find(container.args.begin(), container.args.end(), "waypoint") !=
                              container.args.end();
                     });
}

// The injector has yet to fill this pod in, and not with a sidecar.
bool awaits_other_template(const Pod& pod) {
  const std::string_view names = pod.meta.annotations.get("inject.istio.io/templates");
  return !pod.is_running_object() && !names.empty() && names != "sidecar" &&
         !names.starts_with("grpc");
}

}  // namespace

bool is_router(const Pod& pod) {
  return (is_gateway(pod) && !is_waypoint(pod)) || awaits_other_template(pod);
}

std::vector<const Pod*> pods_of(const Snapshot& snapshot, const Gateway& gateway) {
  std::vector<const Pod*> pods = snapshot.pods_matching_anywhere(gateway.selector);
  std::erase_if(pods, [&](const Pod* pod) {
    return pod->is_finished() || (gateway.selector.empty() && !is_router(*pod));
  });
  return pods;
}

std::vector<const Pod*> routers_of(const Snapshot& snapshot, const Gateway& gateway) {
  std::vector<const Pod*> pods = pods_of(snapshot, gateway);
  std::erase_if(pods, [](const Pod* pod) { return !is_router(*pod); });
  return pods;
}

std::vector<std::string_view> gateway_namespaces(const Snapshot& snapshot, const Gateway& gateway) {
  std::set<std::string_view> namespaces;
  for (const Pod* pod : pods_of(snapshot, gateway)) {
    namespaces.insert(pod->ref.ns);
  }
  return {namespaces.begin(), namespaces.end()};
}

std::vector<const Service*> services_of(const Snapshot& snapshot, const Gateway& gateway) {
  std::vector<const Service*> services;
  for (const Pod* pod : pods_of(snapshot, gateway)) {
    for (const Service* service : snapshot.services_selecting(*pod)) {
      if (std::find(services.begin(), services.end(), service) == services.end()) {
        services.push_back(service);
      }
    }
  }
  std::sort(services.begin(), services.end());  // all are elements of one sorted array
  return services;
}

std::pair<std::string_view, std::string_view> resolve_gateway_name(
    std::string_view reference, std::string_view virtual_service_ns) {
  const std::size_t slash = reference.find('/');
  if (slash != std::string_view::npos) {
    const std::string_view ns = reference.substr(0, slash);
    return {ns == "." ? virtual_service_ns : ns, reference.substr(slash + 1)};
  }
  const std::size_t dot = reference.find('.');
  if (dot == std::string_view::npos) {
    return {virtual_service_ns, reference};
  }
  const std::string_view rest = reference.substr(dot + 1);
  return {rest.substr(0, rest.find('.')), reference.substr(0, dot)};
}

const Gateway* find_gateway(const Snapshot& snapshot, std::string_view reference,
                            std::string_view virtual_service_ns) {
  const auto [ns, name] = resolve_gateway_name(reference, virtual_service_ns);
  return snapshot.find<Gateway>(ns, name);
}

}  // namespace mesh::istio

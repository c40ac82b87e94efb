// SPDX-License-Identifier: Apache-2.0
#include "plugins/ports/port_scope.h"

#include "common/istio/mesh_config.h"
#include "common/istio/proxy.h"

#include <algorithm>

namespace mesh::ports {
namespace {

// The values that Istio's own charts give the label `istio`.
bool is_component(std::string_view istio) {
  return istio == "pilot" || istio == "ingressgateway" || istio == "egressgateway" ||
         istio == "eastwestgateway";
}

// Istio's chart selects a gateway by a name of the user's choice, and opens its status port.
bool is_of_gateway_chart(const Service& service) {
  return service.selector.contains("istio") &&
         std::any_of(service.ports.begin(), service.ports.end(),
                     [](const ServicePort& port) { return port.port == 15021; });
}

// The labels that Istio's charts put on their own Services and gateways, and select them by.
bool is_istios_own(const Service& service) {
  const Labels& labels = service.meta.labels;
  return is_component(labels.get("istio")) || is_component(service.selector.get("istio")) ||
         labels.get("release") == "istio" || labels.get("app") == "istiod" ||
         labels.contains("gateway.istio.io/managed") || is_of_gateway_chart(service) ||
         service.selector.contains("gateway.networking.k8s.io/gateway-name");
}

// The API server's own Service, which it makes in every cluster.
bool is_api_server(const Service& service) {
  return service.ref.ns == "default" && service.ref.name == "kubernetes";
}

}  // namespace

bool concerns_mesh(const Pod& pod) {
  return !istio::is_ignored_namespace(pod.ref.ns) && !istio::is_gateway(pod) &&
         !istio::is_control_plane(pod);
}

bool concerns_mesh(const Snapshot& snapshot, const Service& service) {
  if (istio::is_ignored_namespace(service.ref.ns) || is_istios_own(service) ||
      is_api_server(service)) {
    return false;
  }
  const std::vector<const Pod*> pods = snapshot.pods_selected_by(service.ref.ns, service.selector);
  return pods.empty() ||
         std::any_of(pods.begin(), pods.end(), [](const Pod* pod) { return concerns_mesh(*pod); });
}

std::string_view symptom_of_no_endpoint(const Service& service) {
  return service.is_headless() ? "no such host" : "503 UH";
}

}  // namespace mesh::ports

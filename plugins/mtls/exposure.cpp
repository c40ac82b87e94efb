// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/exposure.h"

#include "common/istio/mesh_config.h"
#include "common/istio/proxy.h"
#include "common/model/ingress_controllers.h"

#include <algorithm>
#include <set>

namespace mesh::mtls {
namespace {

std::string_view class_of(const Ingress& ingress) {
  const std::string_view name = ingress.ingress_class_name;
  return name.empty() ? ingress.meta.annotations.get("kubernetes.io/ingress.class") : name;
}

// Istio's own class is served by its gateways; another controller may itself be in the mesh.
bool is_served_in_mesh(const Snapshot& snapshot, const Ingress& ingress) {
  const std::string_view name = class_of(ingress);
  if (name == "istio") {
    return true;
  }
  const auto is_in_mesh = [&](std::string_view controller) {
    Labels label;
    label.set(kIngressControllerLabel, controller);
    const auto pods = snapshot.pods_matching_anywhere(label);
    return controller.find(name) != std::string_view::npos &&
           std::any_of(pods.begin(), pods.end(),
                       [&](const Pod* pod) { return istio::is_in_mesh(snapshot, *pod); });
  };
  return std::any_of(kIngressControllers.begin(), kIngressControllers.end(), is_in_mesh);
}

const ServicePort* find_port(const Service& service, const IngressBackend& backend) {
  const auto at =
      std::find_if(service.ports.begin(), service.ports.end(), [&](const ServicePort& port) {
        return backend.port_name.empty() ? port.port == backend.port_number
                                         : port.name == backend.port_name;
      });
  return at == service.ports.end() ? nullptr : &*at;
}

void append_backend(const Snapshot& snapshot, const Ingress& ingress, const IngressBackend& backend,
                    FieldPath field, std::vector<Exposure>& out) {
  const Service* service = snapshot.find<Service>(ingress.ref.ns, backend.service_name);
  const ServicePort* port = service == nullptr ? nullptr : find_port(*service, backend);
  if (port == nullptr) {
    return;
  }
  const bool is_known = std::any_of(out.begin(), out.end(), [&](const Exposure& exposure) {
    return exposure.object == ingress.ref && exposure.ports.front() == port;
  });
  if (!is_known) {
    out.push_back({ingress.ref, std::move(field), service, {port}});
  }
}

void append_ingress(const Snapshot& snapshot, const Ingress& ingress, std::vector<Exposure>& out) {
  std::vector<Exposure> own;
  if (ingress.default_backend) {
    append_backend(snapshot, ingress, *ingress.default_backend,
                   FieldPath("spec", "defaultBackend", "service", "name"), own);
  }
  for (std::size_t i = 0; i < ingress.rules.size(); ++i) {
    const std::vector<IngressPath>& paths = ingress.rules[i].paths;
    for (std::size_t j = 0; j < paths.size(); ++j) {
      if (paths[j].backend) {
        append_backend(
            snapshot, ingress, *paths[j].backend,
            FieldPath("spec", "rules", i, "http", "paths", j, "backend", "service", "name"), own);
      }
    }
  }
  out.insert(out.end(), own.begin(), own.end());
}

Exposure exposure_of(const Service& service) {
  Exposure exposure{service.ref, FieldPath("spec", "type"), &service, {}};
  for (const ServicePort& port : service.ports) {
    if (port.protocol != "UDP") {
      exposure.ports.push_back(&port);
    }
  }
  return exposure;
}

}  // namespace

std::vector<Exposure> exposures(const Snapshot& snapshot) {
  std::vector<Exposure> out;
  std::set<const Service*> behind_ingress;
  for (const Ingress& ingress : snapshot.all<Ingress>()) {
    if (!is_served_in_mesh(snapshot, ingress)) {
      append_ingress(snapshot, ingress, out);
    }
  }
  for (const Exposure& exposure : out) {
    behind_ingress.insert(exposure.service);
  }
  for (const Service& service : snapshot.services()) {
    const bool by_node = service.type == "NodePort" && !behind_ingress.contains(&service);
    if ((by_node || service.type == "LoadBalancer") &&
        !istio::is_ignored_namespace(service.ref.ns)) {
      out.push_back(exposure_of(service));
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Exposure& a, const Exposure& b) { return a.service < b.service; });
  return out;
}

}  // namespace mesh::mtls

// SPDX-License-Identifier: Apache-2.0
#include "common/istio/proxy.h"

#include "common/istio/injection.h"

#include <algorithm>

namespace mesh::istio {
namespace {

const Container* find_proxy(const Pod& pod) {
  for (const std::vector<Container>* list : {&pod.spec.containers, &pod.spec.init_containers}) {
    const auto at = std::find_if(list->begin(), list->end(), [](const Container& container) {
      return container.name == kProxyContainer;
    });
    if (at != list->end()) {
      return &*at;
    }
  }
  return nullptr;
}

bool runs_as_gateway(const Container& proxy) {
  return std::any_of(proxy.args.begin(), proxy.args.end(), [](std::string_view argument) {
    return argument == "router" || argument == "waypoint";
  });
}

bool is_labelled_as_gateway(const Labels& labels) {
  const std::string_view istio = labels.get("istio");
  return istio == "ingressgateway" || istio == "egressgateway" || istio == "eastwestgateway" ||
         labels.contains("gateway.networking.k8s.io/gateway-name");
}

// Nothing beside it that it could be the sidecar of.
bool is_alone(const Container* proxy, const Pod& pod) {
  return pod.spec.containers.size() == 1 && proxy == &pod.spec.containers.front();
}

}  // namespace

bool has_proxy(const Pod& pod) {
  return find_proxy(pod) != nullptr;
}

bool is_gateway(const Pod& pod) {
  const Container* proxy = find_proxy(pod);
  if (proxy != nullptr && !proxy->args.empty()) {
    return runs_as_gateway(*proxy);
  }
  return is_labelled_as_gateway(pod.meta.labels) || is_alone(proxy, pod) ||
         pod.meta.annotations.get("inject.istio.io/templates") == "gateway";
}

bool has_sidecar(const Pod& pod) {
  return has_proxy(pod) && !is_gateway(pod) && !is_control_plane(pod);
}

bool is_control_plane(const Pod& pod) {
  const std::string_view app = pod.meta.labels.get("app");
  const std::string_view k8s_app = pod.meta.labels.get("k8s-app");
  return app == "istiod" || app == "ztunnel" || k8s_app == "istio-cni-node" ||
         pod.meta.labels.get("istio") == "pilot";
}

bool is_labelled_for_mtls(const Pod& pod) {
  return pod.meta.labels.get("security.istio.io/tlsMode") == "istio";
}

bool is_in_mesh(const Snapshot& snapshot, const Pod& pod) {
  if (is_gateway(pod) || is_control_plane(pod)) {
    return false;
  }
  if (has_proxy(pod) || pod.is_running_object()) {
    return has_proxy(pod);
  }
  return decide_injection(snapshot, pod).injected;
}

}  // namespace mesh::istio

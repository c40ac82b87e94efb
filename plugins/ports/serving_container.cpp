// SPDX-License-Identifier: Apache-2.0
#include "plugins/ports/serving_container.h"

#include "common/istio/endpoints.h"
#include "common/istio/proxy.h"
#include "plugins/ports/port_scope.h"

#include <algorithm>
#include <set>
#include <utility>

namespace mesh::ports {
namespace {

bool is_proxy(const Container& container) {
  return container.name == istio::kProxyContainer;
}

// The only container but the proxy; nullptr if there are several.
const Container* only_container(const Pod& pod) {
  const Container* only = nullptr;
  for (const Container& container : pod.spec.containers) {
    if (is_proxy(container)) {
      continue;
    }
    if (only != nullptr) {
      return nullptr;
    }
    only = &container;
  }
  return only;
}

bool is_init_container(const Pod& pod, const Container& container) {
  return std::any_of(pod.spec.init_containers.begin(), pod.spec.init_containers.end(),
                     [&](const Container& each) { return &each == &container; });
}

const Container* container_behind(const Pod& pod, const ServicePort& port) {
  const auto target = istio::target_port_in(pod, port);
  if (!target) {
    return nullptr;
  }
  const Container* declaring = istio::container_declaring(pod, *target, port.protocol);
  const Container* container = declaring != nullptr ? declaring : only_container(pod);
  const bool is_application =
      container != nullptr && !is_proxy(*container) && !is_init_container(pod, *container);
  return is_application ? container : nullptr;
}

struct ServingContainers {
  explicit ServingContainers(const Snapshot& snapshot);

  std::vector<ServingContainer> all;
};

ServingContainers::ServingContainers(const Snapshot& snapshot) {
  std::set<std::pair<const Pod*, const Container*>> seen;
  for (const Service& service : snapshot.services()) {
    if (service.publish_not_ready_addresses || !concerns_mesh(snapshot, service)) {
      continue;
    }
    for (const Pod* pod : istio::pods_of(snapshot, service)) {
      for (std::size_t i = 0; i < service.ports.size(); ++i) {
        const bool counts = concerns_mesh(*pod) && !is_of_job(*pod);
        const Container* container = counts ? container_behind(*pod, service.ports[i]) : nullptr;
        if (container != nullptr && seen.emplace(pod, container).second) {
          all.push_back({pod, container, &service, i});
        }
      }
    }
  }
}

}  // namespace

const std::vector<ServingContainer>& serving_containers(const Snapshot& snapshot) {
  return snapshot.view<ServingContainers>().all;
}

bool is_of_job(const Pod& pod) {
  return pod.workload.kind == Kind::Job || pod.workload.kind == Kind::CronJob;
}

}  // namespace mesh::ports

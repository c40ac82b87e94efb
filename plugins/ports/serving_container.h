// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/snapshot.h"

#include <vector>

namespace mesh::ports {

// A container that requests to a Service reach.
struct ServingContainer {
  const Pod* pod = nullptr;
  const Container* container = nullptr;
  const Service* service = nullptr;
  std::size_t port = 0;  // index in service->ports
};

// One for each container of each pod behind a Service whose traffic depends on readiness: the
// container that declares the target port, or the only one of the pod. Left out: gateways and the
// control plane, proxies and native sidecars, pods of Jobs, which come and go, and Services that
// publish their pods unready. Sorted by Service; each (pod, container) once. O(pods behind
// Services).
const std::vector<ServingContainer>& serving_containers(const Snapshot& snapshot);

// Pods of Jobs and CronJobs: a Service that selects them does so by accident.
bool is_of_job(const Pod& pod);

}  // namespace mesh::ports

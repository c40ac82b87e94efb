// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/snapshot.h"

#include <optional>
#include <string_view>

namespace mesh::ports {

// Where a container is written.
struct ContainerPlace {
  ObjectRef object;
  FieldPath path;  // to the container
  const Container* container = nullptr;
};

// `container`, one of the pod's, as it stands in that pod (or in the template, for a stand-in).
ContainerPlace place_in_pod(const Pod& pod, const Container& container);

// The container of that name in the template of the pod's workload, where its author can change it;
// nullopt if the workload is not in the snapshot or has no such container.
std::optional<ContainerPlace> place_in_template(const Snapshot& snapshot, const Pod& pod,
                                                std::string_view name);

// Where to point for a fault of `container` in this pod: at the template if it has the fault too,
// else at the pod.
template <typename Predicate>
ContainerPlace place_of_fault(const Snapshot& snapshot, const Pod& pod, const Container& container,
                              Predicate&& is_faulty) {
  const auto written = place_in_template(snapshot, pod, container.name);
  return written && is_faulty(*written->container) ? *written : place_in_pod(pod, container);
}

}  // namespace mesh::ports

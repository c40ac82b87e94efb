// SPDX-License-Identifier: Apache-2.0
#include "common/istio/sidecar_of.h"

#include "common/istio/mesh_config.h"

namespace mesh::istio {
namespace {

template <typename Accept>
const Sidecar* oldest(const Snapshot& snapshot, std::string_view ns, const Accept& accept) {
  const Sidecar* found = nullptr;
  for (const Sidecar& sidecar : snapshot.in_namespace<Sidecar>(ns)) {
    if (accept(sidecar) && (found == nullptr || is_older(sidecar, *found))) {
      found = &sidecar;
    }
  }
  return is_discovered(snapshot, ns) ? found : nullptr;
}

}  // namespace

const Sidecar* sidecar_of(const Snapshot& snapshot, const Pod& pod) {
  // A selector that is there but empty matches every pod of the namespace.
  const auto selects_pod = [&](const Sidecar& sidecar) {
    return sidecar.workload_selector &&
           pod.meta.labels.contains_all(sidecar.workload_selector->labels);
  };
  const auto has_no_selector = [](const Sidecar& sidecar) { return !sidecar.workload_selector; };
  if (const Sidecar* own = oldest(snapshot, pod.ref.ns, selects_pod)) {
    return own;
  }
  if (const Sidecar* of_namespace = oldest(snapshot, pod.ref.ns, has_no_selector)) {
    return of_namespace;
  }
  return oldest(snapshot, root_namespace(snapshot), has_no_selector);
}

bool allows_any_outbound(const Snapshot& snapshot, const Sidecar* sidecar) {
  if (sidecar != nullptr && sidecar->outbound_traffic_policy) {
    return sidecar->outbound_traffic_policy->mode == "ALLOW_ANY";
  }
  const std::string_view mode = mesh_config(snapshot).outbound_traffic_policy;
  return mode.empty() || mode == "ALLOW_ANY";
}

}  // namespace mesh::istio

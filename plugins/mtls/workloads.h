// SPDX-License-Identifier: Apache-2.0
//
// Pods by workload, and which of them stand outside the mesh.
#pragma once

#include "common/istio/injection.h"
#include "common/model/snapshot.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::mtls {

// Whether a pod is the user's, and in the sidecar mesh or outside any mesh: not finished, no
// gateway, not Istio's control plane, not ambient, not of a system namespace.
bool is_subject(const Snapshot& snapshot, const Pod& pod);

// Databases and brokers, going by the ports of all its Services: they are called; they rarely call.
bool serves_raw_tcp(const Snapshot& snapshot, const Pod& pod);

// The workloads of these pods, "deployment shop/cart", each once, in their order.
std::vector<std::string> workload_names(const std::vector<const Pod*>& pods);

// The first five, then "and 3 more".
std::vector<std::string> first_names(std::vector<std::string> names);

// A workload some of whose pods have no sidecar.
struct UnmeshedWorkload {
  const Pod* pod = nullptr;  // the first of these pods
  std::size_t pods = 0;      // all of its pods that count
  std::size_t bare = 0;      // those without a sidecar
};

// All of one namespace, sorted by their first pod.
std::span<const UnmeshedWorkload> unmeshed_workloads(const Snapshot& snapshot, std::string_view ns);

// Where the reason stands why a pod has no sidecar: in the workload's template if it is there.
struct InjectionPlace {
  ObjectRef object;
  FieldPath field;
};

InjectionPlace injection_place(const Snapshot& snapshot, const Pod& pod,
                               const istio::InjectionDecision& decision);

}  // namespace mesh::mtls

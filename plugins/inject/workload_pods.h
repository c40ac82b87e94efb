// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::inject {

// The pods of one workload, so that a problem of all replicas is told once. A template that stands
// in for pods counts as one.
struct WorkloadPods {
  const Workload* workload = nullptr;  // nullptr: not in the snapshot, or a pod without owner
  std::vector<const Pod*> pods;        // at least one, sorted by name

  // The pods that meet a condition.
  template <typename Condition>
  std::vector<const Pod*> those(Condition condition) const {
    std::vector<const Pod*> met;
    for (const Pod* pod : pods) {
      if (condition(*pod)) {
        met.push_back(pod);
      }
    }
    return met;
  }
};

// Whether the injection checks speak about this pod: not a finished or departing one, not Istio's
// own control plane, nothing in the system namespaces, no static pod (its kubelet asks nobody).
bool is_user_pod(const Pod& pod);

// All user pods by workload, in the order of the snapshot; Jobs of a CronJob are one workload.
const std::vector<WorkloadPods>& user_workloads(const Snapshot& snapshot);

// Where a label or annotation is to be changed: in the template of the workload if it stands there
// too, else in the pod.
struct Place {
  ObjectRef object;
  FieldPath field;
};

Place place_of_label(const WorkloadPods& workload, const Pod& pod, std::string_view key);
Place place_of_annotation(const WorkloadPods& workload, const Pod& pod, std::string_view key);

// "the pod has", "2 of 3 pods have", "pods have" (a template): the beginning of a message.
std::string subject(const WorkloadPods& workload, std::size_t affected,
                    std::string_view singular_verb, std::string_view plural_verb);

// How to have the pods made anew: "kubectl rollout restart deployment/cart -n shop".
std::string restart_command(const WorkloadPods& workload);

// Why a container is not ready: "ImagePullBackOff", "CrashLoopBackOff after 7 restarts".
std::string why_not_ready(const ContainerStatus& status);

}  // namespace mesh::inject

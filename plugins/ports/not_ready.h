// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/reporter.h"
#include "common/istio/pod_health.h"
#include "common/model/snapshot.h"

#include <string>
#include <vector>

namespace mesh::ports {

// Pods that are not ready for the same reason.
struct NotReadyGroup {
  istio::PodHealth health;
  std::vector<const Pod*> pods;
};

// `pods` grouped by why they are not ready, the largest group first.
std::vector<NotReadyGroup> group_by_reason(const std::vector<const Pod*>& pods);

// "image "x" cannot be pulled", or "2 pods: …; 1 pod: …" if there are several reasons.
std::string reasons_text(const std::vector<NotReadyGroup>& groups);

// Adds the first pod of each group as a cause, and what to do about the first group.
void explain_not_ready(const Snapshot& snapshot, const std::vector<NotReadyGroup>& groups,
                       Finding& finding);

}  // namespace mesh::ports

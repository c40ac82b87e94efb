// SPDX-License-Identifier: Apache-2.0
#include "common/model/pod.h"

#include <algorithm>

namespace mesh {

bool Pod::is_ready() const {
  if (!is_running_object()) {
    return true;
  }
  return std::any_of(status.conditions.begin(), status.conditions.end(),
                     [](const Condition& c) { return c.type == "Ready" && c.status == "True"; });
}

Pod stand_in_for(const Workload& workload) {
  Pod pod;
  pod.ref = workload.ref;
  pod.meta = workload.pod_template.meta;
  pod.meta.name = workload.ref.name;
  pod.meta.ns = workload.ref.ns;
  pod.spec = workload.pod_template.spec;
  pod.root = workload.template_path();
  pod.workload = workload.ref;
  pod.stands_in = true;
  return pod;
}

FieldPath Workload::template_path() const {
  return ref.kind == Kind::CronJob ? FieldPath("spec", "jobTemplate", "spec", "template")
                                   : FieldPath("spec", "template");
}

}  // namespace mesh

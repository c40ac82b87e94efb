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

FieldPath Workload::template_path() const {
  return ref.kind == Kind::CronJob ? FieldPath("spec", "jobTemplate", "spec", "template")
                                   : FieldPath("spec", "template");
}

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
#include "common/cli/steps.h"

namespace mesh::cli {

void add_steps(print::Answer& answer, const istio::Reasons& reasons) {
  const std::size_t before = answer.steps.size();
  for (const istio::Reason& reason : reasons.list()) {
    answer.steps.push_back({.text = reason.text,
                            .object = reason.object,
                            .field = reason.field,
                            .detail = reason.detail,
                            .location = {}});
  }
  if (reasons.decided_by() < reasons.list().size()) {
    answer.decided_by = before + reasons.decided_by();
  }
}

}  // namespace mesh::cli

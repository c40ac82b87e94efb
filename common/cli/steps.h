// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/istio/reason.h"
#include "common/print/answer.h"

namespace mesh::cli {

// The engine's reasons as the steps of an answer; the last one that decides is the answer's.
void add_steps(print::Answer& answer, const istio::Reasons& reasons);

}  // namespace mesh::cli

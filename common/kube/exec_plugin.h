// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/answers.h"
#include "common/kube/connection.h"

namespace mesh::kube {

// Runs the exec plugin of `connection`, which must have one, and returns what it hands out. Throws
// Error with client-go's sentence if it cannot be run, fails, or answers nonsense.
ExecCredential run_exec_plugin(const Connection& connection);

}  // namespace mesh::kube

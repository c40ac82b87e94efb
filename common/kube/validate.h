// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/selection.h"

namespace mesh::kube {

// Throws Error with everything that contradicts itself in the chosen cluster and user, in
// client-go's words, and with files that cannot be read.
void validate(const Selection& selection);

}  // namespace mesh::kube

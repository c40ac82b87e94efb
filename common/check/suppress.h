// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/check.h"

#include <vector>

namespace mesh {

// Removes the findings that their object asks to ignore, by the annotation
// `mesh.kubectl.io/ignore: "CODE reason; CODE reason"` or, for the corresponding codes, by Istio's
// `galley.istio.io/analyze-suppress: "IST0118,IST0103"`. Returns how many were removed.
std::size_t drop_suppressed(std::vector<Finding>& findings, const Snapshot& snapshot);

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/snapshot.h"

#include <string_view>

namespace mesh::test {

// The snapshot of manifests given as YAML text, all kinds loaded, as `-f -` would load them.
Snapshot snapshot_of(std::string_view yaml);

// The same as a cluster would give them: absence of a kind proves something.
Snapshot live_snapshot_of(std::string_view yaml);

}  // namespace mesh::test

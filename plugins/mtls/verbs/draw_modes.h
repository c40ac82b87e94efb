// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/show_scope.h"
#include "common/print/state_table.h"

namespace mesh::mtls {

// Clients with a sidecar and clients without one, with an arrow to each Service that is shown:
// what its pods take from them, by port where ports differ. DestinationRules, which can make a
// client send something else, are not looked at.
print::Graph draw_modes(const Snapshot& snapshot, const cli::ShowScope& scope);

}  // namespace mesh::mtls

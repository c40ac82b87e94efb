// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/plugin.h"

namespace mesh::inject {

extern const cli::Plugin kPlugin;

}  // namespace mesh::inject

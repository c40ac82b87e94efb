// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/plugin.h"

#include <string>

namespace mesh::cli {

// The manual page kubectl-mesh-<name>(1), for man(1).
std::string man_page(const Plugin& plugin);

}  // namespace mesh::cli

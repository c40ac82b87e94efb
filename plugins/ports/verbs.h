// SPDX-License-Identifier: Apache-2.0
//
// The verbs of mesh-ports beside those that all plugins have.
#pragma once

#include "common/cli/verb.h"

#include <array>

namespace mesh::ports {

extern const cli::Verb kShow;

inline constexpr std::array kVerbs{&kShow};

}  // namespace mesh::ports

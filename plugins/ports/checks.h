// SPDX-License-Identifier: Apache-2.0
//
// The checks of mesh-ports, in the order users see.
#pragma once

#include "common/check/check.h"

#include <array>

namespace mesh::ports {

extern const Check kPortNameProtocol;

inline constexpr std::array kChecks{
    &kPortNameProtocol,
};

}  // namespace mesh::ports

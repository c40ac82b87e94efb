// SPDX-License-Identifier: Apache-2.0
//
// The checks of mesh-routes, in the order users see.
#pragma once

#include "common/check/check.h"

#include <array>

namespace mesh::routes {

extern const Check kGatewayExists;

inline constexpr std::array kChecks{
    &kGatewayExists,
};

}  // namespace mesh::routes

// SPDX-License-Identifier: Apache-2.0
//
// The checks of mesh-mtls, in the order users see.
#pragma once

#include "common/check/check.h"

#include <array>

namespace mesh::mtls {

extern const Check kMtlsNotDisabled;

inline constexpr std::array kChecks{
    &kMtlsNotDisabled,
};

}  // namespace mesh::mtls

// SPDX-License-Identifier: Apache-2.0
//
// The checks of mesh-inject, in the order users see.
#pragma once

#include "common/check/check.h"

#include <array>

namespace mesh::inject {

extern const Check kNamespaceInjectionLabelValue;

inline constexpr std::array kChecks{
    &kNamespaceInjectionLabelValue,
};

}  // namespace mesh::inject

// SPDX-License-Identifier: Apache-2.0
//
// The verbs of mesh-inject, in the order users see.
#pragma once

#include "common/cli/verb.h"

#include <array>

namespace mesh::inject {

extern const cli::Verb kShow;
extern const cli::Verb kWhy;

inline constexpr std::array kVerbs{&kShow, &kWhy};

}  // namespace mesh::inject

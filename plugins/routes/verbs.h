// SPDX-License-Identifier: Apache-2.0
//
// The verbs of mesh-routes beside those that all plugins have.
#pragma once

#include "common/cli/verb.h"

#include <array>

namespace mesh::routes {

extern const cli::Verb kShow;
extern const cli::Verb kTrace;

inline constexpr std::array kVerbs{&kShow, &kTrace};

}  // namespace mesh::routes

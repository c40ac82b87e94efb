// SPDX-License-Identifier: Apache-2.0
//
// The verbs of mesh-certs beside those that all plugins have.
#pragma once

#include "common/cli/verb.h"

#include <array>

namespace mesh::certs {

extern const cli::Verb kShow;

inline constexpr std::array kVerbs{&kShow};

}  // namespace mesh::certs

// SPDX-License-Identifier: Apache-2.0
//
// The verbs of mesh-mtls beside those that all plugins have.
#pragma once

#include "common/cli/verb.h"

#include <array>

namespace mesh::mtls {

extern const cli::Verb kCan;
extern const cli::Verb kShow;
extern const cli::Verb kStrict;

inline constexpr std::array kVerbs{&kShow, &kCan, &kStrict};

}  // namespace mesh::mtls

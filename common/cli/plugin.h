// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/check.h"
#include "common/cli/verb.h"

#include <span>
#include <string_view>

namespace mesh::cli {

// All that one plugin is. Everything else is common.
struct Plugin {
  std::string_view name;                 // "mtls"
  std::string_view summary;              // one line
  std::span<const Check* const> checks;  // in the order users see
  std::span<const Example> examples;
  std::span<const Verb* const> verbs;  // beside those that all plugins have
};

}  // namespace mesh::cli

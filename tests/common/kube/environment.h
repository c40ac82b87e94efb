// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/connection.h"

#include <map>
#include <string>

namespace mesh::kube {

// An environment of just these variables.
inline Environment environment_of(const std::map<std::string, std::string>& variables) {
  return [variables](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(std::string(name));
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

}  // namespace mesh::kube

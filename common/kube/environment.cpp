// SPDX-License-Identifier: Apache-2.0
#include "common/kube/connection.h"

#include <cstdlib>

namespace mesh::kube {

Environment process_environment() {
  return [](std::string_view name) -> std::optional<std::string> {
    const char* value = std::getenv(std::string(name).c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

}  // namespace mesh::kube

// SPDX-License-Identifier: Apache-2.0
#include "common/istio/visibility.h"

#include <algorithm>

namespace mesh::istio {
namespace {

bool holds(std::span<const std::string_view> list, std::string_view entry) {
  return std::find(list.begin(), list.end(), entry) != list.end();
}

Visibility private_to(bool is_owner) {
  return is_owner ? Visibility::Private : Visibility::Hidden;
}

}  // namespace

Visibility visibility_to(std::span<const std::string_view> export_to,
                         std::span<const std::string_view> defaults, std::string_view owner_ns,
                         std::string_view client_ns) {
  const bool is_owner = owner_ns == client_ns;
  if (export_to.empty()) {
    if (holds(defaults, ".")) {
      return private_to(is_owner);
    }
    return defaults.empty() || holds(defaults, "*") ? Visibility::Public : Visibility::Hidden;
  }
  if (holds(export_to, "*")) {
    return Visibility::Public;
  }
  if (holds(export_to, "~")) {
    return Visibility::Hidden;
  }
  if (is_owner) {
    return private_to(holds(export_to, ".") || holds(export_to, owner_ns));
  }
  return holds(export_to, client_ns) ? Visibility::Named : Visibility::Hidden;
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// RTE-26: the names under which clients of a namespace call a service.
#pragma once

#include "common/istio/proxy_scope.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

struct ServiceNames {
  std::vector<std::string> all;
  std::set<std::string>
      short_ones;  // those that are not the host itself: another service's host beats them
};

ServiceNames names_of(const ImportedService& service, std::string_view client_ns);

}  // namespace mesh::istio

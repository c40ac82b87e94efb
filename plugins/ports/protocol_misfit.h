// SPDX-License-Identifier: Apache-2.0
//
// PORT-7, PORT-8: whether the protocol that a Service port declares is that of the pods. What they
// speak is told by the name of the container port, or by a number that everybody uses for one
// thing.
#pragma once

#include "common/model/snapshot.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::ports {

// What speaks against the declared protocol, and what would fit.
struct Misfit {
  std::string evidence;  // "the container port is named \"grpc\""
  std::string effect;
  std::string_view fitting;
};

// `pods` are those behind the Service.
std::optional<Misfit> find_misfit(const std::vector<const Pod*>& pods, const ServicePort& port);

}  // namespace mesh::ports

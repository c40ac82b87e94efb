// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace mesh {

// A JSON object with arbitrary keys, in the order of the file.
template <typename T>
using Map = std::vector<std::pair<std::string_view, T>>;

// A destination port; Istio selects by number only.
struct PortSelector {
  std::optional<std::int64_t> number;
};

struct Destination {
  std::string_view host;
  std::string_view subset;
  std::optional<PortSelector> port;

  std::optional<std::int64_t> port_number() const { return port ? port->number : std::nullopt; }
};

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mesh {

// intstr.IntOrString: a port by number or by name. Unset is number 0.
struct IntOrString {
  std::int32_t number = 0;
  std::string_view name;  // not empty: a name

  bool is_name() const { return !name.empty(); }

  bool is_set() const { return number != 0 || is_name(); }

  std::string text() const { return is_name() ? std::string(name) : std::to_string(number); }
};

}  // namespace mesh

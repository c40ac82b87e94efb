// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/core.h>

#include <stdexcept>
#include <utility>

namespace mesh {

// The run cannot go on: bad flag, unreadable file, no connection. The text is one sentence that
// says what was tried and what to try; `run_plugin` prints it as `error: …` and exits with 2.
class Error : public std::runtime_error {
 public:
  template <typename... Args>
  explicit Error(fmt::format_string<Args...> format, Args&&... args)
      : std::runtime_error(fmt::format(format, std::forward<Args>(args)...)) {}
};

}  // namespace mesh

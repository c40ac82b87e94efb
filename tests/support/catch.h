// SPDX-License-Identifier: Apache-2.0
// Catch2 2 and 3 keep their headers in different places.
#pragma once

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_all.hpp>

namespace Catch {
using Matchers::ContainsSubstring;

inline auto Contains(const std::string& text) {
  return ContainsSubstring(text);
}
}  // namespace Catch
#else
#include <catch2/catch.hpp>
#endif

// SPDX-License-Identifier: Apache-2.0
//
// Questions on which we differ from the truth data, each with the argument why we are right to.
// One that agrees after all fails the test as well, so that the list stays true.
#pragma once

#include <array>
#include <string_view>

namespace mesh::truth {

struct KnownDifference {
  std::string_view question;  // "mtls-modes-8 q17"
  std::string_view argument;
};

inline constexpr std::array<KnownDifference, 0> kKnownDifferences{};

}  // namespace mesh::truth

// SPDX-License-Identifier: Apache-2.0
#include "common/cli/suggest.h"

#include "common/base/text.h"
#include "common/cli/usage_error.h"

#include <algorithm>

namespace mesh::cli {

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  const auto meant = closest(word, candidates);
  return meant ? fmt::format("; did you mean {}?", *meant) : std::string();
}

const std::string& one_of(std::string_view flag, const std::string& value,
                          std::span<const std::string_view> allowed) {
  if (std::find(allowed.begin(), allowed.end(), value) == allowed.end()) {
    throw UsageError("invalid value \"{}\" for --{}: it must be {}{}", value, flag,
                     join_or(allowed), did_you_mean(value, allowed));
  }
  return value;
}

}  // namespace mesh::cli

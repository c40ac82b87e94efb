// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mesh::cli {

// "; did you mean show?" if one of the candidates is near enough to be what was meant, else "".
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

// The value, if it is one of those. Throws UsageError, with a suggestion, if it is not.
const std::string& one_of(std::string_view flag, const std::string& value,
                          std::span<const std::string_view> allowed);

}  // namespace mesh::cli

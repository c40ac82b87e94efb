// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mesh {

// Small string helpers; ASCII only, because Kubernetes names are.

std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);

// Parts between separators, empty parts included; "" gives one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);

// "a", "a and b", "a, b and c".
std::string join_and(std::span<const std::string> items);
// "a", "a or b", "a, b or c".
std::string join_or(std::span<const std::string_view> items);
std::string join(std::span<const std::string> items, std::string_view separator);

// "1 pod", "3 pods".
std::string count_of(std::size_t count, std::string_view singular);
// The same for a plural that is not the singular and an s: "2 proxies".
std::string count_of(std::size_t count, std::string_view singular, std::string_view plural);

// Decimal number that fills the whole text and is in range.
std::optional<long> parse_number(std::string_view text);

// Cluster text made safe for a terminal: control characters become visible (ESC is ^[),
// line breaks become spaces. Valid UTF-8 passes.
std::string escape_control(std::string_view text);

// The candidate nearest to `word` by edit distance, if near enough to be a misspelling of it.
// O(candidates × length²).
std::optional<std::string_view> closest(std::string_view word,
                                        std::span<const std::string_view> candidates);

// Standard base64 with optional line breaks; nullopt if it is not.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
#include "common/load/yaml_scalar.h"

#include "common/base/json_string.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace mesh::load {
namespace {

template <std::size_t kSize>
bool is_one_of(std::string_view text, const std::array<std::string_view, kSize>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array<std::string_view, 5> kNull{"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 11> kTrue{"true", "True", "TRUE", "yes", "Yes", "YES",
                                                 "on",   "On",   "ON",   "y",   "Y"};
constexpr std::array<std::string_view, 11> kFalse{"false", "False", "FALSE", "no", "No", "NO",
                                                  "off",   "Off",   "OFF",   "n",  "N"};

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::int64_t> parse_base(std::string_view digits, int base) {
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> parse_prefixed(std::string_view digits) {
  if (digits.starts_with("0x")) {
    return parse_base(digits.substr(2), 16);
  }
  if (digits.starts_with("0o")) {
    return parse_base(digits.substr(2), 8);
  }
  if (digits.starts_with("0b")) {
    return parse_base(digits.substr(2), 2);
  }
  return digits.size() > 1 && digits.front() == '0' ? parse_base(digits, 8) : std::nullopt;
}

// 12, +12, -12, 1_000, 0x1f, 0o17, 017, 0b11; nullopt for anything else.
std::optional<std::string> as_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  std::string digits(text.substr(negative || text.starts_with('+') ? 1 : 0));
  std::erase(digits, '_');
  if (digits.empty() || digits.front() < '0' || digits.front() > '9') {
    return std::nullopt;
  }
  const std::string sign = negative ? "-" : "";
  if (const auto value = parse_prefixed(digits)) {
    return sign + std::to_string(*value);
  }
  if (is_digits(digits) && (digits.size() == 1 || digits.front() != '0')) {
    return sign + digits;
  }
  return std::nullopt;
}

bool take_digits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(count);
  return count > 0;
}

// [-+]? ( .digits | digits [.digits?] ) [ e [-+]? digits ]?
bool is_float(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const bool whole = take_digits(text);
  bool fraction = false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
  }
  if (!whole && !fraction) {
    return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('-') || text.starts_with('+')) {
      text.remove_prefix(1);
    }
    return take_digits(text) && text.empty();
  }
  return text.empty();
}

std::optional<std::string> as_float(std::string_view text) {
  if (!is_float(text)) {
    return std::nullopt;
  }
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? std::optional(fmt::format("{}", value)) : std::nullopt;
}

}  // namespace

void append_plain_scalar(std::string& out, std::string_view text) {
  if (is_one_of(text, kNull)) {
    out += "null";
  } else if (is_one_of(text, kTrue)) {
    out += "true";
  } else if (is_one_of(text, kFalse)) {
    out += "false";
  } else if (const auto integer = as_integer(text)) {
    out += *integer;
  } else if (const auto number = as_float(text)) {
    out += *number;
  } else {
    append_json_string(out, text);
  }
}

}  // namespace mesh::load

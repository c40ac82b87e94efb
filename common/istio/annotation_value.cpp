// SPDX-License-Identifier: Apache-2.0
#include "common/istio/annotation_value.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace mesh::istio {
namespace {

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// The number of bits of an IP address; 0 if it is none.
unsigned address_bits(std::string_view text) {
  const std::string address(text);
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) {
    return 32;
  }
  return inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1 ? 128 : 0;
}

}  // namespace

std::optional<std::string> uint_error(std::string_view text, unsigned bits) {
  if (!is_digits(text)) {
    return fmt::format("strconv.ParseUint: parsing \"{}\": invalid syntax", text);
  }
  const std::size_t zeros = std::min(text.find_first_not_of('0'), text.size());
  const std::string_view digits = text.substr(zeros);
  const bool fits =
      digits.size() <= 10 && (digits.empty() || std::stoull(std::string(digits)) < (1ULL << bits));
  return fits ? std::nullopt
              : std::optional(
                    fmt::format("strconv.ParseUint: parsing \"{}\": value out of range", text));
}

std::optional<bool> parse_bool(std::string_view text) {
  if (is_one_of(text, {"1", "t", "T", "true", "TRUE", "True"})) {
    return true;
  }
  if (is_one_of(text, {"0", "f", "F", "false", "FALSE", "False"})) {
    return false;
  }
  return std::nullopt;
}

std::optional<std::string> bool_error(std::string_view text) {
  return parse_bool(text) ? std::nullopt
                          : std::optional(fmt::format(
                                "strconv.ParseBool: parsing \"{}\": invalid syntax", text));
}

std::optional<std::string> cidr_error(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  const auto error = [&](std::string_view reason) {
    return fmt::format("failed parsing cidr '{0}': netip.ParsePrefix(\"{0}\"): {1}", text, reason);
  };
  if (slash == std::string_view::npos) {
    return error("no '/'");
  }
  const unsigned bits = address_bits(text.substr(0, slash));
  if (bits == 0) {
    return error("unable to parse IP");
  }
  const std::string_view length = text.substr(slash + 1);
  if (!is_digits(length) || length.size() > 3 || (length.size() > 1 && length.front() == '0')) {
    return error(fmt::format("bad bits after slash: \"{}\"", length));
  }
  return std::stoul(std::string(length)) > bits ? std::optional(error("prefix length out of range"))
                                                : std::nullopt;
}

}  // namespace mesh::istio

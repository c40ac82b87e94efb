// SPDX-License-Identifier: Apache-2.0
#include "common/istio/quantity.h"

#include "common/base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace mesh::istio {
namespace {

struct Suffix {
  std::string_view text;
  long double factor;
};

constexpr std::array<Suffix, 16> kSuffixes{
    Suffix{"", 1.0L},      Suffix{"n", 1e-9L},    Suffix{"u", 1e-6L},    Suffix{"m", 1e-3L},
    Suffix{"k", 1e3L},     Suffix{"M", 1e6L},     Suffix{"G", 1e9L},     Suffix{"T", 1e12L},
    Suffix{"P", 1e15L},    Suffix{"E", 1e18L},    Suffix{"Ki", 1024.0L}, Suffix{"Mi", 1048576.0L},
    Suffix{"Gi", 0x1p30L}, Suffix{"Ti", 0x1p40L}, Suffix{"Pi", 0x1p50L}, Suffix{"Ei", 0x1p60L}};

std::optional<long double> factor_of(std::string_view suffix) {
  const auto* known = std::find_if(kSuffixes.begin(), kSuffixes.end(),
                                   [&](const Suffix& each) { return each.text == suffix; });
  if (known != kSuffixes.end()) {
    return known->factor;
  }
  if (suffix.front() != 'e' && suffix.front() != 'E') {
    return std::nullopt;
  }
  std::string_view exponent = suffix.substr(1);
  if (exponent.starts_with('+')) {
    exponent.remove_prefix(1);
  }
  const auto power = parse_number(exponent);
  return power ? std::optional(std::pow(10.0L, static_cast<long double>(*power))) : std::nullopt;
}

bool is_decimal(std::string_view digits) {
  return std::count(digits.begin(), digits.end(), '.') <= 1 &&
         std::any_of(digits.begin(), digits.end(), [](char c) { return c != '.'; });
}

}  // namespace

std::optional<long double> parse_quantity(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string digits(text.substr(0, end));
  const auto factor = is_decimal(digits) ? factor_of(text.substr(end)) : std::nullopt;
  if (!factor) {
    return std::nullopt;
  }
  // To the nano, as Kubernetes rounds: so that 100m equals 0.1.
  constexpr long double kNano = 1e9L;
  const long double value =
      std::round(std::strtold(digits.c_str(), nullptr) * *factor * kNano) / kNano;
  return negative ? -value : value;
}

}  // namespace mesh::istio

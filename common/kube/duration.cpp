// SPDX-License-Identifier: Apache-2.0
#include "common/kube/duration.h"

#include "common/base/error.h"
#include "common/base/text.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace mesh::kube {
namespace {

struct Unit {
  std::string_view name;
  double milliseconds;
};

// Longer names first, so that "ms" is not read as minutes.
constexpr std::array kUnits{Unit{"ns", 1e-6},      Unit{"us", 1e-3}, Unit{"\u00b5s", 1e-3},
                            Unit{"\u03bcs", 1e-3}, Unit{"ms", 1.0},  Unit{"s", 1e3},
                            Unit{"m", 60e3},       Unit{"h", 3600e3}};

// Takes a number and its unit, "1.5h", off the front of `text`.
std::optional<double> take_part(std::string_view& text) {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc() || value < 0) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  for (const Unit& unit : kUnits) {
    if (text.starts_with(unit.name)) {
      text.remove_prefix(unit.name.size());
      return value * unit.milliseconds;
    }
  }
  return std::nullopt;
}

std::optional<double> go_duration(std::string_view text) {
  double total = 0;
  while (!text.empty()) {
    const std::optional<double> part = take_part(text);
    if (!part) {
      return std::nullopt;
    }
    total += *part;
  }
  return total;
}

}  // namespace

std::chrono::milliseconds parse_timeout(std::string_view text) {
  constexpr double kLongest = 1e12;  // thirty years; keeps the sums below in range
  const std::optional<long> seconds = parse_number(text);
  const std::optional<double> value =
      seconds ? std::optional(static_cast<double>(*seconds) * 1e3) : go_duration(text);
  if (!value || *value < 0 || *value > kLongest) {
    throw Error(
        "Invalid timeout value \"{}\". Timeout must be a single integer in seconds, or an integer "
        "followed by a corresponding time unit (e.g. 1s | 2m | 3h)",
        text);
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(*value));
}

std::string format_duration(std::chrono::milliseconds duration) {
  const std::int64_t total = duration.count();
  if (total < 1000) {
    return total == 0 ? "0s" : fmt::format("{}ms", total);
  }
  std::string seconds = fmt::format("{}", total / 1000 % 60);
  if (total % 1000 != 0) {
    seconds += fmt::format(".{:03}", total % 1000);
    seconds.erase(seconds.find_last_not_of('0') + 1);
  }
  const std::int64_t minutes = total / 60'000 % 60;
  const std::int64_t hours = total / 3'600'000;
  if (hours > 0) {
    return fmt::format("{}h{}m{}s", hours, minutes, seconds);
  }
  return minutes > 0 ? fmt::format("{}m{}s", minutes, seconds) : seconds + "s";
}

}  // namespace mesh::kube

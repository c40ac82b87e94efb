// SPDX-License-Identifier: Apache-2.0
#include "common/load/fields_proxy_config.h"

#include "common/base/text.h"

#include <array>
#include <cmath>

namespace mesh::load {
namespace {

struct Unit {
  std::string_view name;
  double nanoseconds;
};

// The longer names first, so that "ms" is not read as minutes.
constexpr std::array<Unit, 8> kUnits{Unit{"ns", 1},   Unit{"us", 1e3},  Unit{"µs", 1e3},
                                     Unit{"μs", 1e3}, Unit{"ms", 1e6},  Unit{"s", 1e9},
                                     Unit{"m", 60e9}, Unit{"h", 3600e9}};

// "1m30.5s" of Go's time.ParseDuration; nullopt if it is not one.
std::optional<std::int64_t> parse_go_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  if (text == "0") {
    return 0;
  }
  double total = 0;
  bool any = false;
  while (!text.empty()) {
    const std::size_t end = text.find_first_not_of("0123456789.");
    if (end == 0 || end == std::string_view::npos) {
      return std::nullopt;
    }
    const double number = std::strtod(std::string(text.substr(0, end)).c_str(), nullptr);
    text.remove_prefix(end);
    const auto unit = std::find_if(kUnits.begin(), kUnits.end(),
                                   [&](const Unit& each) { return text.starts_with(each.name); });
    if (unit == kUnits.end()) {
      return std::nullopt;
    }
    text.remove_prefix(unit->name.size());
    total += number * unit->nanoseconds;
    any = true;
  }
  return any ? std::optional(static_cast<std::int64_t>(negative ? -total : total)) : std::nullopt;
}

}  // namespace

void CustomReader<ProtoInt>::from_json(JsonReader& reader, JsonReader::Value value, ProtoInt& out) {
  if (value.type() != simdjson::ondemand::json_type::string) {
    std::int32_t number = 0;
    reader.read(value, number);
    out.value = number;
    return;
  }
  const std::string_view text = value.get_string();
  if (const auto number = parse_number(text)) {
    out.value = *number;
  } else {
    reader.note("a number", "\"" + std::string(text) + "\"");
  }
}

void CustomReader<ProtoDuration>::from_json(JsonReader& reader, JsonReader::Value value,
                                            ProtoDuration& out) {
  const auto text = reader.read_string(value);
  if (!text) {
    return;
  }
  if (const auto nanoseconds = parse_go_duration(*text)) {
    out.nanoseconds = *nanoseconds;
  } else {
    reader.note("a duration", "\"" + std::string(*text) + "\"");
  }
}

}  // namespace mesh::load

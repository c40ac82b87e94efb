// SPDX-License-Identifier: Apache-2.0
#include "common/load/json_reader.h"

namespace mesh::load {
namespace {

std::string name_of(simdjson::ondemand::json_type type) {
  switch (type) {
    case simdjson::ondemand::json_type::array:
      return "a list";
    case simdjson::ondemand::json_type::object:
      return "an object";
    case simdjson::ondemand::json_type::number:
      return "a number";
    case simdjson::ondemand::json_type::string:
      return "a string";
    case simdjson::ondemand::json_type::boolean:
      return "a boolean";
    case simdjson::ondemand::json_type::null:
      break;
  }
  return "null";
}

}  // namespace

void JsonReader::note(std::string expected, std::string found) {
  FieldPath path;
  for (const Step& step : path_) {
    path = std::visit([&](const auto& each) { return path.with(each); }, step);
  }
  issues_.push_back({std::move(path), std::move(expected), std::move(found)});
}

bool JsonReader::expect(Value& value, simdjson::ondemand::json_type type, std::string_view name) {
  const simdjson::ondemand::json_type found = value.type();
  if (found == type) {
    return true;
  }
  note(std::string(name), name_of(found));
  return false;
}

void JsonReader::read_plain(Value value, std::string_view& out) {
  if (const auto text = read_string(value)) {
    out = intern(*text);
  }
}

void JsonReader::read_plain(Value value, bool& out) {
  if (expect(value, simdjson::ondemand::json_type::boolean, "a boolean")) {
    out = value.get_bool();
  }
}

void JsonReader::read_plain(Value value, std::int64_t& out) {
  if (!expect(value, simdjson::ondemand::json_type::number, "a number")) {
    return;
  }
  std::int64_t number = 0;
  if (value.get_int64().get(number) == simdjson::SUCCESS) {
    out = number;
  } else {
    note("a whole number", "another number");
  }
}

void JsonReader::read_plain(Value value, std::int32_t& out) {
  const std::size_t issues_before = issues_.size();
  std::int64_t number = out;
  read_plain(value, number);
  if (issues_.size() != issues_before) {
    return;
  }
  if (number < std::numeric_limits<std::int32_t>::min() ||
      number > std::numeric_limits<std::int32_t>::max()) {
    note("a 32-bit number", std::to_string(number));
    return;
  }
  out = static_cast<std::int32_t>(number);
}

void JsonReader::read_plain(Value value, double& out) {
  if (expect(value, simdjson::ondemand::json_type::number, "a number")) {
    out = value.get_double();
  }
}

void JsonReader::read_plain(Value value, IntOrString& out) {
  if (value.type() == simdjson::ondemand::json_type::string) {
    out.name = intern(value.get_string());
  } else if (value.type() == simdjson::ondemand::json_type::number) {
    read_plain(value, out.number);
  } else {
    note("a number or a name", name_of(value.type()));
  }
}

void JsonReader::read_plain(Value value, Labels& out) {
  for_each_entry(value, [&](std::string_view key, Value entry) {
    const auto text = read_string(entry);
    if (text && key != kLastAppliedConfiguration) {
      out.set(key, intern(*text));
    }
  });
}

void JsonReader::read_plain(Value value, Time& out) {
  const auto text = read_string(value);
  if (!text) {
    return;
  }
  if (const auto time = parse_rfc3339(*text)) {
    out = *time;
  } else {
    note("an RFC 3339 time", "\"" + std::string(*text) + "\"");
  }
}

}  // namespace mesh::load

// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/traffic/canonical_json.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace mesh::truth {
namespace {

std::string camel_case(std::string_view key) {
  std::string out;
  bool upper = false;
  for (const char c : key) {
    if (c == '_') {
      upper = true;
      continue;
    }
    out += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = false;
  }
  return out;
}

std::string canonical_object(simdjson::dom::object object,
                             std::span<const std::string_view> without) {
  std::map<std::string, std::string> members;
  for (const auto field : object) {
    if (std::find(without.begin(), without.end(), field.key) == without.end()) {
      members[camel_case(field.key)] = canonical(field.value);
    }
  }
  std::string out;
  for (const auto& [key, value] : members) {
    out += (out.empty() ? "\"" : ",\"") + key + "\":" + value;
  }
  return "{" + out + "}";
}

std::string canonical_array(simdjson::dom::array array) {
  std::string out;
  for (const simdjson::dom::element item : array) {
    out += (out.empty() ? "" : ",") + canonical(item);
  }
  return "[" + out + "]";
}

}  // namespace

std::string canonical(simdjson::dom::element json, std::span<const std::string_view> without) {
  switch (json.type()) {
    case simdjson::dom::element_type::OBJECT:
      return canonical_object(json, without);
    case simdjson::dom::element_type::ARRAY:
      return canonical_array(json);
    default:
      return simdjson::minify(json);
  }
}

}  // namespace mesh::truth

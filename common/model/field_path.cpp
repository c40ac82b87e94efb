// SPDX-License-Identifier: Apache-2.0
#include "common/model/field_path.h"

#include <algorithm>

namespace mesh {
namespace {

bool is_plain_key(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

void append_key(std::string& out, const std::string& key) {
  if (!is_plain_key(key)) {
    out += "[\"" + key + "\"]";
    return;
  }
  if (!out.empty()) {
    out += '.';
  }
  out += key;
}

std::string escape_pointer(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string FieldPath::text() const {
  std::string out;
  for (const Step& step : steps_) {
    if (const auto* key = std::get_if<std::string>(&step)) {
      append_key(out, *key);
    } else {
      out += "[" + std::to_string(std::get<std::size_t>(step)) + "]";
    }
  }
  return out;
}

std::string FieldPath::json_pointer() const {
  std::string out;
  for (const Step& step : steps_) {
    const auto* key = std::get_if<std::string>(&step);
    out +=
        "/" + (key != nullptr ? escape_pointer(*key) : std::to_string(std::get<std::size_t>(step)));
  }
  return out;
}

}  // namespace mesh

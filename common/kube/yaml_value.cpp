// SPDX-License-Identifier: Apache-2.0
#include "common/kube/yaml_value.h"

#include "common/base/error.h"
#include "common/base/json_string.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <initializer_list>
#include <yaml-cpp/yaml.h>

namespace mesh::kube {
namespace {

// Without quotes, whose tag is "!", and without a tag of its own: what it is, its text tells.
bool is_plain(const YAML::Node& node) {
  return node.IsDefined() && node.IsScalar() && node.Tag() == "?";
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_true(std::string_view text) {
  return is_one_of(text, {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"});
}

bool is_false(std::string_view text) {
  return is_one_of(text,
                   {"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"});
}

// All of `digits` is a number to this base.
bool is_integer(std::string_view digits, int base) {
  unsigned long long value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  return error == std::errc() && end == digits.data() + digits.size();
}

bool is_decimal(std::string_view digits) {
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size();
}

// As kubectl's YAML 1.1 sees it: 1_000, 0x1f, 0o17, 1e3, .5, -.inf.
bool is_yaml_number(std::string text) {
  if (text.starts_with('_')) {
    return false;
  }
  std::erase(text, '_');
  std::string_view digits = text;
  if (digits.starts_with('-') || digits.starts_with('+')) {
    digits.remove_prefix(1);
  }
  if (digits.starts_with("0x")) {
    return is_integer(digits.substr(2), 16);
  }
  if (digits.starts_with("0o")) {
    return is_integer(digits.substr(2), 8);
  }
  if (digits.starts_with("0b")) {
    return is_integer(digits.substr(2), 2);
  }
  const bool starts_as_number = digits.find_first_of("0123456789.") == 0;
  return (starts_as_number && is_decimal(digits)) ||
         is_one_of(digits, {".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"});
}

// What JSON writes in the same way.
bool is_json_number(std::string_view text) {
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  const bool padded = digits.size() > 1 && digits[0] == '0' && digits[1] != '.';
  return !digits.empty() && std::isdigit(static_cast<unsigned char>(digits[0])) != 0 && !padded &&
         digits.back() != '.' && is_decimal(digits);
}

std::string scalar_to_json(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (is_plain(node) && (is_true(text) || is_false(text))) {
    return is_true(text) ? "true" : "false";
  }
  return is_plain(node) && is_json_number(text) ? text : json_quoted(text);
}

std::string node_to_json(const YAML::Node& node) {
  if (!node.IsDefined() || node.IsNull()) {
    return "null";
  }
  if (node.IsScalar()) {
    return scalar_to_json(node);
  }
  std::string out;
  for (const auto& item : node) {
    out += out.empty() ? "" : ",";
    out += node.IsMap() ? json_quoted(item.first.Scalar()) + ":" + node_to_json(item.second)
                        : node_to_json(item);
  }
  return node.IsMap() ? "{" + out + "}" : "[" + out + "]";
}

}  // namespace

struct YamlValue::Node {
  YAML::Node value;
};

YamlValue::YamlValue(const Node& node) : node_(std::make_shared<const Node>(node)) {}

YamlValue YamlValue::parse(const std::string& text) {
  try {
    return YamlValue({YAML::Load(text)});
  } catch (const YAML::Exception& error) {
    throw Error("line {}: {}", error.mark.line + 1, error.msg);
  }
}

bool YamlValue::present() const {
  return node_->value.IsDefined() && !node_->value.IsNull();
}

bool YamlValue::is_map() const {
  return node_->value.IsDefined() && node_->value.IsMap();
}

bool YamlValue::is_list() const {
  return node_->value.IsDefined() && node_->value.IsSequence();
}

bool YamlValue::is_string() const {
  const YAML::Node& node = node_->value;
  if (!is_plain(node)) {
    return node.IsDefined() && node.IsScalar();
  }
  return !is_boolean() && !is_yaml_number(node.Scalar());
}

bool YamlValue::is_boolean() const {
  return is_plain(node_->value) &&
         (is_true(node_->value.Scalar()) || is_false(node_->value.Scalar()));
}

YamlValue YamlValue::get(std::string_view key) const {
  YAML::Node found;
  if (is_map()) {
    for (const auto& entry : node_->value) {
      if (entry.first.IsScalar() && entry.first.Scalar() == key) {
        found.reset(entry.second);
      }
    }
  }
  return YamlValue({found});
}

std::string YamlValue::text() const {
  return node_->value.IsDefined() && node_->value.IsScalar() ? node_->value.Scalar()
                                                             : std::string();
}

bool YamlValue::boolean() const {
  return is_plain(node_->value) && is_true(node_->value.Scalar());
}

std::vector<YamlValue> YamlValue::items() const {
  std::vector<YamlValue> out;
  if (is_list()) {
    for (const YAML::Node& item : node_->value) {
      out.push_back(YamlValue({item}));
    }
  }
  return out;
}

std::vector<std::string> YamlValue::texts() const {
  std::vector<std::string> out;
  for (const YamlValue& item : items()) {
    out.push_back(item.text());
  }
  return out;
}

std::vector<std::pair<std::string, YamlValue>> YamlValue::entries() const {
  std::vector<std::pair<std::string, YamlValue>> out;
  if (is_map()) {
    for (const auto& entry : node_->value) {
      out.emplace_back(entry.first.Scalar(), YamlValue({entry.second}));
    }
  }
  return out;
}

std::string YamlValue::to_json() const {
  return node_to_json(node_->value);
}

std::string json_quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace mesh::kube

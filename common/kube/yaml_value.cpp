// SPDX-License-Identifier: Apache-2.0
#include "common/kube/yaml_value.h"

#include "common/base/error.h"
#include "common/base/json_string.h"

#include <algorithm>
#include <yaml-cpp/yaml.h>

namespace mesh::kube {
namespace {

bool is_json_number(const std::string& text) {
  const std::string_view digits = std::string_view(text).substr(text.starts_with('-') ? 1 : 0);
  const bool decimal =
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  return !digits.empty() && decimal && (digits.size() == 1 || digits.front() != '0');
}

// A quoted scalar is a string whatever it looks like; its tag is "!".
std::string scalar_to_json(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  const bool plain = node.Tag() != "!";
  if (plain && (text == "true" || text == "false" || is_json_number(text))) {
    return text;
  }
  return json_quoted(text);
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

YamlValue YamlValue::get(std::string_view key) const {
  if (!is_map()) {
    return YamlValue({YAML::Node()});
  }
  const YAML::Node child = node_->value[std::string(key)];
  return YamlValue({child.IsDefined() ? child : YAML::Node()});
}

std::string YamlValue::text() const {
  return node_->value.IsDefined() && node_->value.IsScalar() ? node_->value.Scalar()
                                                             : std::string();
}

bool YamlValue::boolean() const {
  return text() == "true";
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

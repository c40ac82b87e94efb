// SPDX-License-Identifier: Apache-2.0
#include "common/load/unknown_fields.h"

#include "common/base/text.h"
#include "common/load/istio_schema.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace mesh::load {
namespace {

using simdjson::ondemand::json_type;
using Value = simdjson::ondemand::value;

constexpr std::string_view kEveryKey = "{}";

struct Node {
  std::string_view name;
  bool is_open = false;  // anything may stand below
  std::vector<Node> below;

  const Node* find(std::string_view wanted) const {
    const auto at = std::find_if(below.begin(), below.end(), [&](const Node& each) {
      return each.name == wanted || each.name == kEveryKey;
    });
    return at == below.end() ? nullptr : &*at;
  }
};

// Takes a list of fields off the front of the text, up to its closing parenthesis or the end.
std::vector<Node> take_fields(std::string_view& text) {
  std::vector<Node> fields;
  while (!text.empty() && text.front() != ')') {
    Node& node = fields.emplace_back();
    node.name = text.substr(0, text.find_first_of(",()*"));
    text.remove_prefix(node.name.size());
    if (text.starts_with('*')) {
      node.is_open = true;
      text.remove_prefix(1);
    } else if (text.starts_with('(')) {
      text.remove_prefix(1);
      node.below = take_fields(text);
      text.remove_prefix(1);
    }
    if (text.starts_with(',')) {
      text.remove_prefix(1);
    }
  }
  return fields;
}

Node tree_of(std::string_view fields) {
  Node root{.name = {}, .is_open = false, .below = take_fields(fields)};
  for (const std::string_view name : {"apiVersion", "kind", "metadata"}) {
    root.below.push_back({.name = name, .is_open = true, .below = {}});
  }
  return root;
}

const Node* tree_of(Kind kind) {
  static const std::map<Kind, Node> kTrees = [] {
    std::map<Kind, Node> trees;
    for (const IstioSchema& schema : istio_schemas()) {
      trees.emplace(schema.kind, tree_of(schema.fields));
    }
    return trees;
  }();
  const auto at = kTrees.find(kind);
  return at == kTrees.end() ? nullptr : &at->second;
}

std::optional<std::string> neighbour_meant(std::string_view name, const Node& parent) {
  std::vector<std::string_view> names;
  for (const Node& each : parent.below) {
    names.push_back(each.name);
  }
  const auto found = closest(name, names);
  return found ? std::optional(std::string(*found)) : std::nullopt;
}

// Reads keys as they stand, because the parser has room to unescape each string only once. One with
// an escape is nobody's misspelling.
std::optional<std::string_view> plain_key(simdjson::ondemand::raw_json_string key) {
  const char* end = key.raw();
  while (*end != '"' && *end != '\\') {
    ++end;
  }
  return *end == '"' ? std::optional(std::string_view(key.raw(), end)) : std::nullopt;
}

class Walk {
 public:
  void visit_fields(simdjson::ondemand::object object, const Node& node, const FieldPath& path) {
    for (auto field : object) {
      const auto key = plain_key(field.key());
      Value value = field.value();
      if (!key) {
        continue;
      }
      if (const Node* below = node.find(*key)) {
        visit(value, *below, path.with(*key));
      } else {
        found_.push_back({path.with(*key), neighbour_meant(*key, node)});
      }
    }
  }

  std::vector<UnknownField> take() { return std::move(found_); }

 private:
  void visit(Value value, const Node& node, const FieldPath& path) {
    if (node.is_open || node.below.empty()) {
      return;
    }
    const json_type type = value.type();
    if (type == json_type::object) {
      visit_fields(value.get_object(), node, path);
    } else if (type == json_type::array) {
      std::size_t index = 0;
      for (auto element : value.get_array()) {
        visit(element.value(), node, path.with(index++));
      }
    }
  }

  std::vector<UnknownField> found_;
};

}  // namespace

std::vector<UnknownField> unknown_fields(simdjson::ondemand::object object, Kind kind) {
  const Node* tree = tree_of(kind);
  if (tree == nullptr) {
    return {};
  }
  Walk walk;
  walk.visit_fields(object, *tree, FieldPath());
  return walk.take();
}

}  // namespace mesh::load

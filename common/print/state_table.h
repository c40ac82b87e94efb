// SPDX-License-Identifier: Apache-2.0
//
// What `show` prints: the state of a subject, a row for each thing, healthy ones included.
#pragma once

#include "common/print/answer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mesh::print {

struct Column {
  std::string_view header;  // "TARGET PORT"
  std::string_view key;     // "targetPort", in JSON
  bool wide_only = false;
};

// An empty text or list is printed as <none>, in JSON as it is.
using Cell = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;

// A drawing of the state.
struct Graph {
  struct Node {
    std::string id;     // unique
    std::string label;  // what is written into it
  };

  struct Edge {
    std::string from;
    std::string to;
    std::string label;
  };

  std::vector<Node> nodes;
  std::vector<Edge> edges;
};

struct StateTable {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  // as many cells as there are columns
  std::vector<NotChecked> not_checked;
  std::optional<Graph> graph;  // only of subjects that can be drawn
};

std::string as_text(const StateTable& table, Detail detail);
std::string as_json(const StateTable& table, const Author& author);
std::string as_mermaid(const Graph& graph);
std::string as_dot(const Graph& graph);

}  // namespace mesh::print

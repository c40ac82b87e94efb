// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.h"
#include "common/print/state_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::print {
namespace {

// Inside double quotes, for both languages. Mermaid has no escape for a quote but this entity.
std::string quoted(std::string_view text, std::string_view quote) {
  std::string out = "\"";
  for (const char c : escape_control(text)) {
    out += c == '"' ? std::string(quote) : std::string(1, c);
  }
  return out + "\"";
}

// Mermaid's node names are plain words, so nodes are numbered there.
std::string number_of(const Graph& graph, std::string_view id) {
  const auto at = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                               [&](const Graph::Node& node) { return node.id == id; });
  return fmt::format("n{}", at - graph.nodes.begin());
}

}  // namespace

std::string as_mermaid(const Graph& graph) {
  std::string out = "flowchart LR\n";
  for (const Graph::Node& node : graph.nodes) {
    out += fmt::format("  {}[{}]\n", number_of(graph, node.id), quoted(node.label, "#quot;"));
  }
  for (const Graph::Edge& edge : graph.edges) {
    const std::string label =
        edge.label.empty() ? "" : fmt::format("|{}|", quoted(edge.label, "#quot;"));
    out += fmt::format("  {} -->{} {}\n", number_of(graph, edge.from), label,
                       number_of(graph, edge.to));
  }
  return out;
}

std::string as_dot(const Graph& graph) {
  std::string out = "digraph mesh {\n  rankdir=LR;\n  node [shape=box];\n";
  for (const Graph::Node& node : graph.nodes) {
    out += fmt::format("  {} [label={}];\n", quoted(node.id, "\\\""), quoted(node.label, "\\\""));
  }
  for (const Graph::Edge& edge : graph.edges) {
    out += fmt::format("  {} -> {} [label={}];\n", quoted(edge.from, "\\\""),
                       quoted(edge.to, "\\\""), quoted(edge.label, "\\\""));
  }
  return out + "}\n";
}

}  // namespace mesh::print

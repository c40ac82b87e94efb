// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.h"
#include "common/print/print_text.h"
#include "common/print/state_table.h"
#include "common/print/table.h"
#include "common/print/write_object.h"

namespace mesh::print {
namespace {

std::string or_none(const std::string& text) {
  return text.empty() ? "<none>" : text;
}

struct CellText {
  std::string operator()(const std::string& text) const { return or_none(text); }

  std::string operator()(std::int64_t number) const { return std::to_string(number); }

  std::string operator()(bool value) const { return value ? "yes" : "no"; }

  std::string operator()(const std::vector<std::string>& texts) const {
    return or_none(join(texts, ","));
  }
};

struct CellJson {
  JsonWriter& json;

  void operator()(const std::string& text) const { json.string(text); }

  void operator()(std::int64_t number) const { json.number(number); }

  void operator()(bool value) const { json.boolean(value); }

  void operator()(const std::vector<std::string>& texts) const {
    json.begin_array();
    for (const std::string& text : texts) {
      json.string(text);
    }
    json.end_array();
  }
};

void write_row(JsonWriter& json, const StateTable& table, const std::vector<Cell>& row) {
  json.begin_object();
  for (std::size_t i = 0; i < row.size(); ++i) {
    json.key(table.columns[i].key);
    std::visit(CellJson{json}, row[i]);
  }
  json.end_object();
}

}  // namespace

std::string as_text(const StateTable& table, Detail detail) {
  const auto is_shown = [&](const Column& column) {
    return !column.wide_only || detail == Detail::Wide;
  };
  std::vector<std::string> headers;
  for (const Column& column : table.columns) {
    if (is_shown(column)) {
      headers.emplace_back(column.header);
    }
  }
  Table out(std::move(headers));
  for (const std::vector<Cell>& row : table.rows) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (is_shown(table.columns[i])) {
        cells.push_back(std::visit(CellText{}, row[i]));
      }
    }
    out.add(std::move(cells));
  }
  return (table.rows.empty() ? std::string() : out.text()) + not_checked_lines(table.not_checked);
}

std::string as_json(const StateTable& table, const Author& author) {
  JsonWriter json;
  json.begin_object();
  json.member("apiVersion", "mesh/v1");
  json.member("kind", "Table");
  json.member("plugin", author.plugin);
  json.member("version", author.version);
  json.key("columns");
  json.begin_array();
  for (const Column& column : table.columns) {
    json.string(column.key);
  }
  json.end_array();
  json.key("rows");
  json.begin_array();
  for (const std::vector<Cell>& row : table.rows) {
    write_row(json, table, row);
  }
  json.end_array();
  write_not_checked(json, table.not_checked);
  json.end_object();
  return json.take();
}

}  // namespace mesh::print

// SPDX-License-Identifier: Apache-2.0
#include "common/load/locate_json.h"

#include <simdjson.h>

#include <algorithm>

namespace mesh::load {
namespace {

using Value = simdjson::ondemand::value;

bool step_into(Value& value, const FieldPath::Step& step) {
  simdjson::simdjson_result<Value> next;
  if (const auto* key = std::get_if<std::string>(&step)) {
    next = value.find_field_unordered(*key);
  } else {
    next = value.at(std::get<std::size_t>(step));
  }
  return next.get(value) == simdjson::SUCCESS;
}

// Where in the text the deepest present step of the path begins.
const char* find_place(simdjson::ondemand::document& document, const FieldPath& path) {
  Value value = document.get_value();
  const char* place = value.raw_json_token().data();
  for (const FieldPath::Step& step : path.steps()) {
    if (!step_into(value, step)) {
      break;
    }
    place = value.raw_json_token().data();
  }
  return place;
}

}  // namespace

Location locate_json(const Source& source, std::size_t document, const FieldPath& path) {
  const std::string_view text = source.document_text(document);
  const simdjson::padded_string padded(text);
  simdjson::ondemand::parser parser;
  std::size_t offset = 0;
  try {
    simdjson::ondemand::document json = parser.iterate(padded);
    offset = static_cast<std::size_t>(find_place(json, path) - padded.data());
  } catch (const simdjson::simdjson_error&) {
    offset = 0;  // the document's own line is still right
  }
  const std::string_view before = text.substr(0, offset);
  const std::size_t newline = before.rfind('\n');
  const std::size_t line_begin = newline == std::string_view::npos ? 0 : newline + 1;
  const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  return {source.name, source.documents[document].line + lines, offset - line_begin + 1};
}

}  // namespace mesh::load

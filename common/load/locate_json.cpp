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

// 0 if the text is broken: its own beginning is still right.
std::size_t offset_of(std::string_view text, const FieldPath& path) {
  const simdjson::padded_string padded(text);
  simdjson::ondemand::parser parser;
  try {
    simdjson::ondemand::document json = parser.iterate(padded);
    return static_cast<std::size_t>(find_place(json, path) - padded.data());
  } catch (const simdjson::simdjson_error&) {
    return 0;
  }
}

}  // namespace

JsonLocator::Part JsonLocator::next_part(std::string_view document, std::size_t offset,
                                         std::size_t size) const {
  Part part = items_.empty() ? Part{} : items_.back();
  const std::string_view between = document.substr(part.offset, offset - part.offset);
  part.line += static_cast<std::size_t>(std::count(between.begin(), between.end(), '\n'));
  const std::size_t newline = between.rfind('\n');
  part.line_begin = newline == std::string_view::npos ? part.line_begin : part.offset + newline + 1;
  part.offset = offset;
  part.size = size;
  return part;
}

void JsonLocator::find_items(std::string_view document) {
  items_.clear();
  const simdjson::padded_string padded(document);
  simdjson::ondemand::parser parser;
  try {
    simdjson::ondemand::document json = parser.iterate(padded);
    for (auto item : json.find_field_unordered("items").get_array()) {
      simdjson::ondemand::object object = item.get_object();
      const std::string_view raw = object.raw_json();
      items_.push_back(
          next_part(document, static_cast<std::size_t>(raw.data() - padded.data()), raw.size()));
    }
  } catch (const simdjson::simdjson_error&) {
    return;  // those before the broken one were found
  }
}

Location JsonLocator::locate(const Source& source, const Origin& origin, const FieldPath& path) {
  const std::string_view document = source.document_text(origin.document);
  const bool is_item = origin.item != Origin::kNotInList;
  if (is_item && (source_ != origin.source || document_ != origin.document)) {
    find_items(document);
    source_ = origin.source;
    document_ = origin.document;
  }
  const bool is_known = is_item && origin.item < items_.size();
  const Part part = is_known ? items_[origin.item] : Part{.size = document.size()};
  const FieldPath within = is_known || !is_item ? path : FieldPath("items", origin.item).with(path);
  const std::string_view text = document.substr(part.offset, part.size);
  const std::string_view before = text.substr(0, offset_of(text, within));
  const std::size_t newline = before.rfind('\n');
  const std::size_t line_begin =
      newline == std::string_view::npos ? part.line_begin : part.offset + newline + 1;
  const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  return {source.name, source.documents[origin.document].line + part.line + lines,
          part.offset + before.size() - line_begin + 1};
}

}  // namespace mesh::load

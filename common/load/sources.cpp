// SPDX-License-Identifier: Apache-2.0
#include "common/load/sources.h"

#include "common/base/text.h"

#include <algorithm>

namespace mesh::load {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// YAML in flow style begins with a brace too, but JSON has a quoted key behind it.
bool looks_like_json(std::string_view text) {
  const std::string_view content = trim(text.substr(0, 4096));
  if (!content.starts_with('{')) {
    return content.starts_with('[');
  }
  const std::string_view inside = trim(content.substr(1));
  return inside.starts_with('"') || inside.starts_with('}');
}

// The end of the JSON value that begins at `begin`: where its brackets close.
std::size_t end_of_value(std::string_view text, std::size_t begin) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      i += c == '\\' ? 1 : 0;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth <= 0) {
      return i + 1;
    }
  }
  return text.size();
}

std::size_t count_lines(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::vector<DocumentSpan> split_json_documents(std::string_view text) {
  std::vector<DocumentSpan> documents;
  std::size_t line = 1;
  std::size_t at = 0;
  while (true) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n", at);
    if (begin == std::string_view::npos) {
      return documents;
    }
    line += count_lines(text.substr(at, begin - at));
    const std::size_t end = end_of_value(text, begin);
    documents.push_back({.offset = begin, .size = end - begin, .line = line});
    line += count_lines(text.substr(begin, end - begin));
    at = end;
  }
}

}  // namespace

Source make_source(std::string name, std::string text) {
  Source source{
      .name = std::move(name), .text = std::move(text), .is_json = false, .documents = {}};
  if (source.text.starts_with(kByteOrderMark)) {
    source.text.erase(0, kByteOrderMark.size());
  }
  source.is_json = looks_like_json(source.text);
  source.documents =
      source.is_json ? split_json_documents(source.text) : split_yaml_documents(source.text);
  return source;
}

}  // namespace mesh::load

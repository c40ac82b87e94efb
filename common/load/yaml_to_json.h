// SPDX-License-Identifier: Apache-2.0
//
// YAML documents become JSON text, so that files and clusters take the same way from there on. What
// a plain scalar means follows YAML 1.1 as kubectl reads it (yes, no, on, off are booleans); a
// quoted scalar is always a string.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::load {

// Something wrong at a place of the document; lines and columns count from 1.
struct YamlProblem {
  std::size_t line = 0;
  std::size_t column = 0;
  std::string message;
};

struct YamlDocument {
  std::string json;                   // empty if the document is empty or broken
  std::vector<YamlProblem> problems;  // duplicate keys; with `json` empty, the reason
};

// Converts one document. Aliases are expanded up to a size in proportion to the text, so that an
// alias bomb ends as a problem. Thread-safe.
YamlDocument yaml_to_json(std::string_view text);

// Where the documents of a stream begin; each ends where the next one begins.
struct DocumentSpan {
  std::size_t offset = 0;
  std::size_t size = 0;
  std::size_t line = 1;  // line of the first character, from 1
};

std::vector<DocumentSpan> split_yaml_documents(std::string_view stream);

}  // namespace mesh::load

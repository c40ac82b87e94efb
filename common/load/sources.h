// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/load/yaml_to_json.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::load {

// One file (or standard input), and where its documents stand.
struct Source {
  std::string name;  // as the user gave it; "-" for standard input
  std::string text;
  bool is_json = false;
  std::vector<DocumentSpan> documents;

  std::string_view document_text(std::size_t index) const {
    return std::string_view(text).substr(documents[index].offset, documents[index].size);
  }
};

// Finds the documents of a text.
Source make_source(std::string name, std::string text);

}  // namespace mesh::load

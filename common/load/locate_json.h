// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/finding.h"
#include "common/load/sources.h"

#include <vector>

namespace mesh::load {

// The same as Locator for JSON sources. Keeps where the items of the last List stand: O(size of the
// document) for each document in turn, then O(size of the item).
class JsonLocator {
 public:
  Location locate(const Source& source, const Origin& origin, const FieldPath& path);

 private:
  // A part of the document's text, and the line that it begins in.
  struct Part {
    std::size_t offset = 0;
    std::size_t size = 0;
    std::size_t line = 0;        // counted from the document's first
    std::size_t line_begin = 0;  // offset
  };

  void find_items(std::string_view document);
  Part next_part(std::string_view document, std::size_t offset, std::size_t size) const;

  std::uint32_t source_ = Origin::kNoSource;
  std::uint32_t document_ = 0;
  std::vector<Part> items_;
};

}  // namespace mesh::load

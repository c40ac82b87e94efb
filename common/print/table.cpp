// SPDX-License-Identifier: Apache-2.0
#include "common/print/table.h"

#include "common/base/text.h"

#include <algorithm>

namespace mesh::print {
namespace {

constexpr std::size_t kMinimumWidth = 6;
constexpr std::size_t kPadding = 3;

// UTF-8 continuation bytes take no place of their own.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

}  // namespace

std::string Table::text() const {
  std::vector<std::size_t> widths(rows_.front().size(), kMinimumWidth);
  for (const std::vector<std::string>& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], width_of(row[i]) + kPadding);
    }
  }
  std::string out;
  for (const std::vector<std::string>& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string cell = escape_control(row[i]);
      out += cell;
      if (i + 1 < row.size()) {
        out.append(widths[i] - std::min(widths[i], width_of(cell)), ' ');
      }
    }
    out += "\n";
  }
  return out;
}

}  // namespace mesh::print

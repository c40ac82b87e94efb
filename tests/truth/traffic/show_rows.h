// SPDX-License-Identifier: Apache-2.0
//
// The verb show, asked as the binaries would ask it, and the cells of its answer.
#pragma once

#include "common/cli/verb.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::truth {

using Row = std::vector<print::Cell>;

inline print::StateTable show(const cli::Verb& verb, const Snapshot& snapshot,
                              const std::string& from = {}) {
  cli::Options options;
  options.from = from;
  const print::Scope scope;
  return std::get<print::StateTable>(verb.run({.snapshot = snapshot,
                                               .options = options,
                                               .arguments = {},
                                               .default_ns = "default",
                                               .scope = scope}));
}

inline const print::Cell& cell(const print::StateTable& table, const Row& row,
                               std::string_view key) {
  const auto at = std::find_if(table.columns.begin(), table.columns.end(),
                               [&](const print::Column& column) { return column.key == key; });
  return row.at(static_cast<std::size_t>(at - table.columns.begin()));
}

}  // namespace mesh::truth

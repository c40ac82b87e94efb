// SPDX-License-Identifier: Apache-2.0
#include "common/cli/complete/candidates.h"

#include "common/base/text.h"

#include <fmt/format.h>

namespace mesh::cli {

void Candidates::add(std::string_view text, std::string_view description) {
  list.push_back({std::string(text), std::string(description)});
}

void Candidates::put_before_all(std::string_view prefix) {
  for (Candidate& candidate : list) {
    candidate.text.insert(0, prefix);
  }
}

void Candidates::keep_matching(std::string_view word) {
  std::erase_if(list,
                [&](const Candidate& candidate) { return !candidate.text.starts_with(word); });
}

std::string Candidates::text() const {
  std::string out;
  for (const Candidate& candidate : list) {
    out += escape_control(candidate.text);
    if (!candidate.description.empty()) {
      out += "\t" + escape_control(candidate.description);
    }
    out += "\n";
  }
  return out + fmt::format(":{}\n", directive);
}

}  // namespace mesh::cli

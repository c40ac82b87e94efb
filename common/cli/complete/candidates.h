// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mesh::cli {

// What the shell is to do with the candidates; the numbers are those of kubectl's protocol.
enum Directive : unsigned {
  kCompleteFiles = 0,
  kNoSpace = 2,  // more may follow without a blank
  kNoFiles = 4,
  kFileExtensions = 8,  // the candidates are extensions of files
};

struct Candidate {
  std::string text;         // the whole word; of --flag=VALUE only VALUE
  std::string description;  // may be empty
};

// The answer to one press of the key.
struct Candidates {
  std::vector<Candidate> list;
  unsigned directive = kNoFiles;

  void add(std::string_view text, std::string_view description = {});

  // Puts `prefix` before every text.
  void put_before_all(std::string_view prefix);

  // Drops those that do not begin with `word`.
  void keep_matching(std::string_view word);

  // A candidate a line, a description behind a tab, and last the directive. Control characters
  // that come from a cluster are made visible.
  std::string text() const;
};

}  // namespace mesh::cli

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/load/loaded.h"
#include "tests/truth/traffic/question.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mesh::truth {

// One cluster, loaded as `-f` would, and what is asked about it.
class TruthCase {
 public:
  explicit TruthCase(const std::filesystem::path& questions);

  const std::string& name() const { return name_; }  // "mtls-modes-8"

  std::string theme() const;

  const Snapshot& snapshot() const { return loaded_.snapshot; }

  std::vector<Question> questions() const;

 private:
  std::string name_;
  load::Loaded loaded_;
  simdjson::dom::parser parser_;
  simdjson::dom::element json_;
};

// All cases, sorted by file name, each read once; with the variable TRUTH_CASE only those whose
// name begins with its value.
const std::vector<std::unique_ptr<const TruthCase>>& all_cases();

}  // namespace mesh::truth

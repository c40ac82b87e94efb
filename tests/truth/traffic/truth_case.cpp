// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/traffic/truth_case.h"

#include "common/load/manifest_source.h"

#include <algorithm>
#include <cstdlib>

namespace mesh::truth {
namespace {

load::Loaded load_cluster(std::filesystem::path questions) {
  Kinds kinds;
  for (const KindInfo& kind : all_kinds()) {
    kinds.add(kind.kind);
  }
  return load::load_manifests({.files = {questions.replace_extension(".yaml").string()},
                               .recursive = false,
                               .default_ns = "default",
                               .kinds = kinds});
}

std::vector<std::filesystem::path> case_files() {
  const char* wanted = std::getenv("TRUTH_CASE");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(MESH_TRUTH_CASES)) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() == ".json" &&
        (wanted == nullptr || path.stem().string().starts_with(wanted))) {
      files.push_back(path);
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TruthCase::TruthCase(const std::filesystem::path& questions)
    : name_(questions.stem().string()),
      loaded_(load_cluster(questions)),
      json_(parser_.load(questions.string())) {}

std::string TruthCase::theme() const {
  return name_.substr(0, name_.rfind('-'));
}

std::vector<Question> TruthCase::questions() const {
  std::vector<Question> out;
  for (const simdjson::dom::element question : simdjson::dom::array(json_["questions"])) {
    out.emplace_back(snapshot(), question);
  }
  return out;
}

const std::vector<std::unique_ptr<const TruthCase>>& all_cases() {
  static const std::vector<std::unique_ptr<const TruthCase>> cases = [] {
    std::vector<std::unique_ptr<const TruthCase>> read;
    for (const std::filesystem::path& file : case_files()) {
      read.push_back(std::make_unique<const TruthCase>(file));
    }
    return read;
  }();
  return cases;
}

}  // namespace mesh::truth

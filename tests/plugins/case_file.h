// SPDX-License-Identifier: Apache-2.0
//
// Case files: manifests whose expected findings stand as comments on the lines they belong to.
//
//     - { name: web, port: 81 }   # want: PORT001 "web"
//
// The quoted part must occur in the message; `remedy "…"` behind it in the remedy.
// `# now: 2026-03-01T00:00:00Z` sets the clock of a file. A file with `# not checked: the input
// holds no secrets` tells all that the check must name as not checked, `nothing` being none.
#pragma once

#include "common/check/check.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace mesh::test {

struct Want {
  std::size_t line = 0;
  std::string code;
  std::string text;
  std::string remedy;
};

struct CaseFile {
  std::filesystem::path path;
  std::vector<Want> wants;
  std::vector<std::string> not_checked;  // empty: not compared
  Time now{};
};

CaseFile read_case_file(const std::filesystem::path& path);

// The .yaml files of a case folder, sorted.
std::vector<CaseFile> read_case_folder(const std::filesystem::path& folder);

// What the check finds in the file when only `kinds` are loaded: "12: PORT001 message", sorted;
// what it could not check as "not checked: …".
std::vector<std::string> run_case(const CaseFile& file, const Check& check, Kinds kinds);

// Wants without a finding and findings without a want, one sentence each; empty if all is well.
std::vector<std::string> differences(const CaseFile& file, const Check& check);

// The fields of the file of which several checks speak: "virtualservice shop/cart spec.hosts[0]:
// ROUTE016 ROUTE030".
std::vector<std::string> fields_told_twice(const CaseFile& file,
                                           std::span<const Check* const> checks);

}  // namespace mesh::test

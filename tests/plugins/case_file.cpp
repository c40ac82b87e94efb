// SPDX-License-Identifier: Apache-2.0
#include "tests/plugins/case_file.h"

#include "common/check/run_checks.h"
#include "common/load/locate.h"
#include "common/load/manifest_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <utility>

namespace mesh::test {
namespace {

constexpr std::string_view kWant = "# want: ";
constexpr std::string_view kRemedy = " remedy \"";
constexpr std::string_view kNow = "# now: ";
constexpr std::string_view kNotChecked = "# not checked: ";
constexpr const char* kDefaultNow = "2026-01-01T00:00:00Z";

// The text between the first pair of quotes, and what follows it.
std::pair<std::string_view, std::string_view> take_quoted(std::string_view text) {
  const std::size_t open = text.find('"');
  const std::size_t close = open == std::string_view::npos ? open : text.find('"', open + 1);
  if (close == std::string_view::npos) {
    return {};
  }
  return {text.substr(open + 1, close - open - 1), text.substr(close + 1)};
}

// CODE "text" remedy "text", with the texts optional.
Want parse_want(std::string_view after, std::size_t line) {
  Want want{.line = line,
            .code = std::string(after.substr(0, after.find_first_of(" ,\t"))),
            .text = {},
            .remedy = {}};
  std::string_view rest = after.substr(want.code.size());
  if (rest.starts_with(" \"")) {
    const auto [text, behind] = take_quoted(rest);
    want.text = std::string(text);
    rest = behind;
  }
  if (rest.starts_with(kRemedy)) {
    want.remedy = std::string(take_quoted(rest).first);
  }
  return want;
}

void parse_line(std::string_view line, std::size_t number, CaseFile& file) {
  for (std::size_t at = line.find(kWant); at != std::string_view::npos;
       at = line.find(kWant, at + 1)) {
    file.wants.push_back(parse_want(line.substr(at + kWant.size()), number));
  }
  if (line.starts_with(kNow)) {
    file.now = parse_rfc3339(line.substr(kNow.size())).value();
  }
  if (line.starts_with(kNotChecked)) {
    file.not_checked.emplace_back(line.substr(kNotChecked.size()));
  }
}

struct Ran {
  std::vector<Finding> findings;
  std::vector<NotChecked> not_checked;
};

load::Loaded load_case(const CaseFile& file, Kinds kinds) {
  return load::load_manifests(
      {.files = {file.path.string()}, .recursive = false, .default_ns = "default", .kinds = kinds});
}

Ran run(const CaseFile& file, const Check& check, Kinds kinds) {
  load::Loaded loaded = load_case(file, kinds);
  const Check* checks[] = {&check};
  CheckResults results = run_checks(checks, loaded.snapshot, {.now = file.now, .min_days = 30}, {});
  std::vector<Finding> findings = std::move(results.findings);
  findings.insert(findings.end(), loaded.findings.begin(), loaded.findings.end());
  load::locate_findings(findings, loaded.sources);
  // Names die with the snapshot; what is compared is text.
  for (Finding& finding : findings) {
    finding.object = {};
    finding.causes.clear();
  }
  return {std::move(findings), std::move(results.not_checked)};
}

bool meets(const Finding& finding, const Want& want) {
  return finding.location.line == want.line && finding.check->code == want.code &&
         finding.message.find(want.text) != std::string::npos &&
         finding.remedy_text.find(want.remedy) != std::string::npos;
}

std::string text_of(const Finding& finding) {
  return fmt::format("{}: {} {}; remedy: {}", finding.location.line, finding.check->code,
                     finding.message, finding.remedy_text);
}

// What is named as not checked and should not be, or the other way round.
void compare_not_checked(const CaseFile& file, const std::vector<NotChecked>& entries,
                         std::vector<std::string>& out) {
  std::set<std::string> missing(file.not_checked.begin(), file.not_checked.end());
  if (missing.empty()) {
    return;
  }
  missing.erase("nothing");
  const std::set<std::string> wanted = missing;
  for (const NotChecked& entry : entries) {
    missing.erase(entry.message);
    if (!wanted.contains(entry.message)) {
      out.push_back("extra: not checked: " + entry.message);
    }
  }
  for (const std::string& message : missing) {
    out.push_back("missing: not checked: " + message);
  }
}

}  // namespace

CaseFile read_case_file(const std::filesystem::path& path) {
  CaseFile file{
      .path = path, .wants = {}, .not_checked = {}, .now = parse_rfc3339(kDefaultNow).value()};
  std::ifstream in(path);
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    parse_line(line, number, file);
  }
  return file;
}

std::vector<CaseFile> read_case_folder(const std::filesystem::path& folder) {
  std::vector<CaseFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(read_case_file(entry.path()));
    }
  }
  std::sort(files.begin(), files.end(),
            [](const CaseFile& a, const CaseFile& b) { return a.path < b.path; });
  return files;
}

std::vector<std::string> run_case(const CaseFile& file, const Check& check, Kinds kinds) {
  const Ran ran = run(file, check, kinds);
  std::vector<std::string> lines;
  for (const Finding& finding : ran.findings) {
    lines.push_back(text_of(finding));
  }
  for (const NotChecked& entry : ran.not_checked) {
    lines.push_back("not checked: " + entry.message);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> differences(const CaseFile& file, const Check& check) {
  Ran ran = run(file, check, check.info.reads);
  std::vector<Finding>& left = ran.findings;
  std::vector<std::string> out;
  compare_not_checked(file, ran.not_checked, out);
  for (const Want& want : file.wants) {
    const auto at = std::find_if(left.begin(), left.end(),
                                 [&](const Finding& finding) { return meets(finding, want); });
    if (at == left.end()) {
      out.push_back(fmt::format("missing: {}: {} \"{}\" remedy \"{}\"", want.line, want.code,
                                want.text, want.remedy));
    } else {
      left.erase(at);
    }
  }
  for (const Finding& finding : left) {
    out.push_back("extra: " + text_of(finding));
  }
  return out;
}

std::vector<std::string> fields_told_twice(const CaseFile& file,
                                           std::span<const Check* const> checks) {
  const load::Loaded loaded = load_case(file, kinds_read(checks));
  std::map<std::string, std::set<std::string_view>> codes;
  for (const Finding& finding :
       run_checks(checks, loaded.snapshot, {.now = file.now, .min_days = 30}, {}).findings) {
    codes[finding.object.text() + " " + finding.field.text()].insert(finding.check->code);
  }
  std::vector<std::string> out;
  for (const auto& [field, told] : codes) {
    if (told.size() > 1) {
      out.push_back(fmt::format("{}: {}", field, fmt::join(told, " ")));
    }
  }
  return out;
}

}  // namespace mesh::test

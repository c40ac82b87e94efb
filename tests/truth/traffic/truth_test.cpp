// SPDX-License-Identifier: Apache-2.0
//
// Asks the engine what istiod was asked, and compares. Variables for working on it: TRUTH_CASE
// (cases whose name begins so), TRUTH_ASK (one kind of question), TRUTH_SHOW (differences shown of
// each kind, 3 by default).
#include "tests/support/catch.h"
#include "tests/truth/traffic/askers.h"
#include "tests/truth/traffic/canonical_json.h"
#include "tests/truth/traffic/known_differences.h"
#include "tests/truth/traffic/truth_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <map>

using namespace mesh::truth;

namespace {

constexpr std::string_view kAnswer[] = {"answer"};

// What the truth cannot tell where it says so: we can.
constexpr std::string_view kUnknownToTruth[] = {"virtual_service", "virtualService", "rule"};

bool is_unknown_to_truth(simdjson::dom::element answer) {
  std::string_view name;
  return answer["virtual_service"].get(name) == simdjson::SUCCESS && name == "unknown";
}

struct Tally {
  int asked = 0;
  int agreed = 0;
};

struct Result {
  std::map<std::pair<std::string, std::string>, Tally> tallies;              // by theme and kind
  std::map<std::string, std::vector<std::string>, std::less<>> differences;  // texts, by kind
  std::vector<std::string> unexpected;
};

std::string variable(const char* name, std::string otherwise = {}) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

const Asker* find_asker(std::string_view ask) {
  const std::string wanted = variable("TRUTH_ASK");
  const auto at = std::find_if(kAskers.begin(), kAskers.end(), [&](const Asker& asker) {
    return asker.ask == ask && (wanted.empty() || wanted == ask);
  });
  return at == kAskers.end() ? nullptr : &*at;
}

bool is_known(std::string_view name) {
  return std::any_of(
      kKnownDifferences.begin(), kKnownDifferences.end(),
      [&](const KnownDifference& difference) { return difference.question == name; });
}

std::string answer_of(const Asker& asker, const Question& question,
                      std::span<const std::string_view> without) {
  try {
    simdjson::dom::parser parser;
    const std::string json = asker.answer(question);
    std::vector<std::string_view> dropped(asker.beside.begin(), asker.beside.end());
    dropped.insert(dropped.end(), without.begin(), without.end());
    return canonical(parser.parse(json), dropped);
  } catch (const std::exception& error) {
    return fmt::format("exception: {}", error.what());
  }
}

void ask(const TruthCase& truth, const Question& question, const Asker& asker, Result& result) {
  const std::string name = fmt::format("{} {}", truth.name(), question.text("id"));
  const simdjson::dom::element answer = question.json()["answer"];
  const std::span<const std::string_view> without =
      is_unknown_to_truth(answer) ? std::span<const std::string_view>(kUnknownToTruth)
                                  : std::span<const std::string_view>();
  const std::string expected = canonical(answer, without);
  const std::string actual = answer_of(asker, question, without);
  Tally& tally = result.tallies[{truth.theme(), std::string(asker.ask)}];
  ++tally.asked;
  const bool agrees = expected == actual;
  tally.agreed += agrees ? 1 : 0;
  if (!agrees) {
    result.differences[std::string(asker.ask)].push_back(
        fmt::format("{} {}\n    truth  {}\n    engine {}\n", name,
                    canonical(question.json(), kAnswer), expected, actual));
  }
  if (agrees == is_known(name)) {
    result.unexpected.push_back(name);
  }
}

Result ask_everything() {
  Result result;
  for (const auto& truth : all_cases()) {
    for (const Question& question : truth->questions()) {
      if (const Asker* asker = find_asker(question.text("ask"))) {
        ask(*truth, question, *asker, result);
      }
    }
  }
  return result;
}

void print(const Result& result) {
  const auto limit = std::stoul(variable("TRUTH_SHOW", "3"));
  for (const auto& [kind, texts] : result.differences) {
    fmt::print("\n{} of {}, the first of them:\n", texts.size(), kind);
    for (std::size_t i = 0; i < std::min(limit, texts.size()); ++i) {
      fmt::print("  {}", texts[i]);
    }
  }
  std::map<std::string, Tally> totals;
  fmt::print("\n{:<24}{:<10}{:>8}{:>8}{:>10}\n", "theme", "kind", "asked", "agreed", "differing");
  const auto line = [](std::string_view theme, std::string_view kind, const Tally& tally) {
    fmt::print("{:<24}{:<10}{:>8}{:>8}{:>10}\n", theme, kind, tally.asked, tally.agreed,
               tally.asked - tally.agreed);
  };
  for (const auto& [key, tally] : result.tallies) {
    line(key.first, key.second, tally);
    totals[key.second].asked += tally.asked;
    totals[key.second].agreed += tally.agreed;
  }
  for (const auto& [kind, tally] : totals) {
    line("all", kind, tally);
  }
}

}  // namespace

TEST_CASE("the engine answers as istiod does") {
  const Result result = ask_everything();
  print(result);
  CHECK_FALSE(result.tallies.empty());
  CHECK(result.unexpected.empty());
}

// SPDX-License-Identifier: Apache-2.0
//
// `mesh-inject why` and the checks answer as the real injector behind a real API server did.
#include "common/istio/admission.h"
#include "tests/support/catch.h"
#include "tests/truth/injection_cases.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <map>
#include <set>

using namespace mesh;

namespace {

constexpr std::size_t kShown = 5;  // differences told in full, for each file

// Cases that may differ, each with the reason.
const std::map<std::string, std::string> kArgued{};

// Of the API server's message what tells its kind: lists inside it come in random order, and the
// texts of Go's parsers are its own affair.
std::string kind_of(const std::string& error) {
  for (const char* const mark :
       {"' for annotation '", "requested template ",
        "is forbidden: ", "is invalid: ", "failed calling webhook ", "denied the request: "}) {
    const std::size_t at = error.find(mark);
    if (at != std::string::npos) {
      return error.substr(at, error.find_first_of("';[:", at + 20) - at);
    }
  }
  return error;
}

std::string text_of(bool injected, const std::string& revision,
                    const std::vector<std::string>& webhooks, std::string_view denied_by,
                    const std::vector<std::string>& containers, const std::string& error) {
  return fmt::format("injected {} revision {} called [{}] denied by {} containers [{}] error {}",
                     injected, revision.empty() ? "-" : revision, fmt::join(webhooks, ", "),
                     denied_by.empty() ? "-" : denied_by, fmt::join(containers, ", "),
                     error.empty() ? "-" : error);
}

std::string answer_text(const istio::Admission& answer, const std::string& error) {
  return text_of(answer.injected, answer.revision, answer.webhooks_called,
                 istio::name_of(answer.denied_by), answer.containers, error);
}

std::string truth_text(const test::InjectionTruth& truth, const std::string& error) {
  return text_of(truth.injected, truth.revision, truth.webhooks_called, truth.denied_by,
                 truth.containers, error);
}

struct Count {
  std::size_t asked = 0;
  std::size_t agreed = 0;
  std::size_t same_error = 0;
  std::size_t errors = 0;
};

void ask(const Snapshot& snapshot, const test::InjectionCase& each, Count& count) {
  const istio::Admission answer = istio::admit(snapshot, *snapshot.find<Pod>(each.ns, each.pod));
  const std::string ours = answer_text(answer, kind_of(answer.error));
  const std::string truth = truth_text(each.truth, kind_of(each.truth.error));
  ++count.asked;
  if (!each.truth.error.empty()) {
    ++count.errors;
    count.same_error += static_cast<std::size_t>(each.truth.error == answer.error);
  }
  if (ours == truth || kArgued.contains(each.id)) {
    ++count.agreed;
    return;
  }
  if (count.asked - count.agreed <= kShown) {
    fmt::print("{}\n  truth {}\n  ours  {}\n", each.id, truth_text(each.truth, each.truth.error),
               answer_text(answer, answer.error));
  }
}

}  // namespace

TEST_CASE("admission agrees with the real injector in every case") {
  Count all;
  fmt::print("{:<24} {:>6} {:>7} {:>9} {:>18}\n", "cases", "asked", "agreed", "differing",
             "same error text");
  for (const std::string& file : test::injection_case_files()) {
    Count count;
    for (const test::InjectionGroup& group : test::injection_groups(file)) {
      for (const test::InjectionCase& each : group.cases) {
        ask(*group.snapshot, each, count);
      }
    }
    fmt::print("{:<24} {:>6} {:>7} {:>9} {:>11} of {}\n", file, count.asked, count.agreed,
               count.asked - count.agreed, count.same_error, count.errors);
    CHECK(count.agreed == count.asked);
    all.asked += count.asked;
    all.agreed += count.agreed;
  }
  fmt::print("{:<24} {:>6} {:>7} {:>9}\n", "sum", all.asked, all.agreed, all.asked - all.agreed);
  CHECK(all.asked > 1000);
}

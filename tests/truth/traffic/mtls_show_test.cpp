// SPDX-License-Identifier: Apache-2.0
//
// `mtls show` says of every port that an inbound question names what istiod's listeners say.
#include "plugins/mtls/verbs.h"
#include "tests/support/catch.h"
#include "tests/truth/traffic/show_rows.h"
#include "tests/truth/traffic/truth_case.h"

using namespace mesh;
using namespace mesh::truth;

namespace {

// The row of that port, or the one of all ports that nobody mentions.
const Row& row_of(const print::StateTable& table, const Pod& pod, std::int64_t port) {
  const Row* other = nullptr;
  for (const Row& row : table.rows) {
    if (cell(table, row, "namespace") != print::Cell(std::string(pod.ref.ns)) ||
        cell(table, row, "pod") != print::Cell(std::string(pod.ref.name))) {
      continue;
    }
    if (cell(table, row, "port") == print::Cell(port)) {
      return row;
    }
    other = cell(table, row, "port") == print::Cell("*") ? &row : other;
  }
  REQUIRE(other != nullptr);
  return *other;
}

void check_row(const print::StateTable& table, const Question& question) {
  const Row& row = row_of(table, question.pod("pod"), question.number("port"));
  const simdjson::dom::element answer = question.json()["answer"];
  CHECK(cell(table, row, "sidecar") == print::Cell(bool{answer["sidecar"]}));
  if (bool{answer["sidecar"]}) {
    for (const std::string_view key : {"mode", "plaintext", "mtls", "tls"}) {
      CHECK(cell(table, row, key) == print::Cell(std::string(std::string_view(answer[key]))));
    }
  }
}

}  // namespace

TEST_CASE("mtls show has a row for every port, with istiod's mode") {
  for (const auto& truth : all_cases()) {
    const print::StateTable table = show(mtls::kShow, truth->snapshot());
    for (const Question& question : truth->questions()) {
      if (question.text("ask") == "inbound") {
        INFO(truth->name() << " " << question.text("id"));
        check_row(table, question);
      }
    }
  }
}

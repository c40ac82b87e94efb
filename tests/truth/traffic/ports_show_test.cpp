// SPDX-License-Identifier: Apache-2.0
//
// `ports show --from CLIENT` has a row for every Service port, with the protocol that istiod's
// listeners show to that client.
#include "plugins/ports/verbs.h"
#include "tests/support/catch.h"
#include "tests/truth/traffic/known_differences.h"
#include "tests/truth/traffic/show_rows.h"
#include "tests/truth/traffic/truth_case.h"

#include <algorithm>

using namespace mesh;
using namespace mesh::truth;

namespace {

bool is_known_difference(const std::string& name) {
  return std::any_of(
      kKnownDifferences.begin(), kKnownDifferences.end(),
      [&](const KnownDifference& difference) { return difference.question == name; });
}

std::string protocol_shown(const print::StateTable& table, const Question& question) {
  const ObjectRef& service = question.service("service").ref;
  for (const Row& row : table.rows) {
    if (cell(table, row, "namespace") == print::Cell(std::string(service.ns)) &&
        cell(table, row, "service") == print::Cell(std::string(service.name)) &&
        cell(table, row, "port") == print::Cell(std::int64_t{question.number("port")})) {
      return std::get<std::string>(cell(table, row, "protocol"));
    }
  }
  return "no row";
}

}  // namespace

TEST_CASE("ports show tells how a client's sidecar treats every Service port") {
  for (const auto& truth : all_cases()) {
    for (const Question& question : truth->questions()) {
      const std::string name = truth->name() + " " + std::string(question.text("id"));
      if (question.text("ask") != "protocol" || is_known_difference(name)) {
        continue;
      }
      INFO(name);
      const print::StateTable table =
          show(ports::kShow, truth->snapshot(), question.pod("from").ref.qualified_name());
      CHECK(protocol_shown(table, question) ==
            std::string_view(question.json()["answer"]["protocol"]));
    }
  }
}

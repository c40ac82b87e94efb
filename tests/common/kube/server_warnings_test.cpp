// SPDX-License-Identifier: Apache-2.0
#include "common/kube/server_warnings.h"

#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

using Texts = std::vector<std::string>;

TEST_CASE("a Warning header holds one or several texts, with quotes and dates") {
  CHECK(warnings_in(R"(299 - "old")") == Texts{"old"});
  CHECK(warnings_in(
            R"(299 - "a, \"b\"", 299 agent "c" "Sat, 25 Aug 2012 23:34:45 GMT", 299 - "d")") ==
        Texts{"a, \"b\"", "c", "d"});
}

TEST_CASE("other codes and what is no warning are passed over") {
  CHECK(warnings_in(R"(110 - "stale", 299 - "old")") == Texts{"old"});
  CHECK(warnings_in("").empty());
  CHECK(warnings_in("299").empty());
  CHECK(warnings_in("299 - without quotes").empty());
  CHECK(warnings_in(R"(299 - "no end)").empty());
}

TEST_CASE("each warning is told once, and made safe") {
  Texts lines;
  ServerWarnings warnings([&](std::string_view line) { lines.emplace_back(line); });
  warnings.note({{"warning", R"(299 - "old")"}, {"Content-Type", R"(299 - "not one")"}});
  warnings.note({{"Warning", R"(299 - "old")"}, {"Warning", "299 - \"\033[2Jnew\""}});
  CHECK(warnings.count() == 2);
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == "Warning: old");
  CHECK(lines[1].find('\033') == std::string::npos);
}

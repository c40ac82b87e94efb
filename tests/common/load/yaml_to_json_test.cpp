// SPDX-License-Identifier: Apache-2.0
#include "common/load/yaml_to_json.h"

#include "tests/support/catch.h"

#include <string>

using namespace mesh::load;

namespace {

std::string json(std::string_view yaml) {
  const YamlDocument document = yaml_to_json(yaml);
  CAPTURE(yaml);
  REQUIRE(document.problems.empty());
  return document.json;
}

std::string problem(std::string_view yaml) {
  const YamlDocument document = yaml_to_json(yaml);
  REQUIRE_FALSE(document.problems.empty());
  return document.problems.front().message;
}

}  // namespace

TEST_CASE("plain scalars are what YAML 1.1 says they are") {
  CHECK(json("[1, -2, 0x1f, 017, 1_000, +3]") == "[1,-2,31,15,1000,3]");
  CHECK(json("[1.5, .5, 1e3]") == "[1.5,0.5,1000]");
  CHECK(json("[true, yes, on, False, no, off]") == "[true,true,true,false,false,false]");
  CHECK(json("[null, ~, Null, ]") == "[null,null,null]");
  CHECK(json("[1.2.3, 10Gi, 0x, 2026-01-01, -, v1]") ==
        R"(["1.2.3","10Gi","0x","2026-01-01","-","v1"])");
}

TEST_CASE("quoted scalars stay strings") {
  CHECK(json(R"(["1", 'true', "null", "~"])") == R"(["1","true","null","~"])");
  CHECK(json("a: |\n  1\n") == R"({"a":"1\u000a"})");
  CHECK(json("a: !!str 12") == R"({"a":"12"})");
}

TEST_CASE("keys are strings, whatever they look like") {
  CHECK(json("8443: {mode: STRICT}") == R"({"8443":{"mode":"STRICT"}})");
  CHECK(json("\"a.b/c\": 1") == R"({"a.b/c":1})");
}

TEST_CASE("line ends of Windows and comments change nothing") {
  CHECK(json("a: 1 # one\r\nb:\r\n- x\r\n") == R"({"a":1,"b":["x"]})");
}

TEST_CASE("aliases repeat their anchor, and merges fill in what the map lacks") {
  CHECK(json("a: &x {k: 1}\nb: *x") == R"({"a":{"k":1},"b":{"k":1}})");
  CHECK(json("a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  k: 3") ==
        R"({"a":{"k":1,"l":2},"b":{"k":1,"l":2,"k":3}})");
  CHECK(json("a: &x {k: 1}\nb: &y {k: 2, l: 2}\nc:\n  <<: [*x, *y]\n  m: 3") ==
        R"({"a":{"k":1},"b":{"k":2,"l":2},"c":{"k":2,"l":2,"k":1,"m":3}})");
}

TEST_CASE("an empty document gives nothing and is no problem") {
  CHECK(json("").empty());
  CHECK(json("# only a comment\n").empty());
  CHECK(json("---\n").empty());
}

TEST_CASE("a key given twice is told with its place, and the document is still read") {
  const YamlDocument document = yaml_to_json("a: 1\nb: 2\na: 3\n");
  REQUIRE(document.problems.size() == 1);
  CHECK(document.problems[0].line == 3);
  CHECK(document.problems[0].message == "key \"a\" is given twice in one map");
  CHECK(document.json == R"({"a":1,"b":2,"a":3})");
}

TEST_CASE("broken YAML is told with line and column") {
  const YamlDocument document = yaml_to_json("a: 1\n  b: [\n");
  REQUIRE(document.problems.size() == 1);
  CHECK(document.json.empty());
  CHECK(document.problems[0].line == 2);
}

TEST_CASE("an alias bomb ends as a problem, not as a full memory") {
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string previous = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + previous;
    for (int j = 0; j < 8; ++j) {
      bomb += "," + previous;
    }
    bomb += "]\n";
  }
  CHECK(problem(bomb) == "the aliases of this document expand to too much");
}

TEST_CASE("deep nesting ends as a problem, not as a crash") {
  CHECK_FALSE(problem(std::string(100'000, '[')).empty());
}

TEST_CASE("a stream is cut where a line begins with three dashes") {
  const std::string_view stream = "a: 1\n--- # two\nb: |\n  ---\n---\nc: 3";
  const std::vector<DocumentSpan> documents = split_yaml_documents(stream);
  REQUIRE(documents.size() == 3);
  CHECK(documents[1].line == 2);
  CHECK(json(stream.substr(documents[1].offset, documents[1].size)) == R"({"b":"---\u000a"})");
  CHECK(documents[2].line == 5);
}

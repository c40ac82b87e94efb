// SPDX-License-Identifier: Apache-2.0
//
// A value of each JSON type in every field that some kind is read from. The field tables say which
// there are.
#include "common/check/check.h"
#include "common/load/document_decoder.h"
#include "common/load/kind_reader.h"
#include "tests/common/load/object_with.h"
#include "tests/support/catch.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

using namespace mesh;
using namespace mesh::load;
using namespace mesh::test;

namespace {

constexpr std::array<std::string_view, 10> kValues{R"("text")", "17",
                                                   "-1.5",      "99999999999999999999",
                                                   "true",      "null",
                                                   "[]",        R"([1,"a",{}])",
                                                   "{}",        R"({"a":1,"b":[null]})"};

bool holds(const Snapshot& snapshot, const KindInfo& kind, std::string_view name) {
  const std::string_view ns = kind.namespaced ? "default" : "";
  return snapshot.find({.kind = kind.kind, .ns = ns, .name = name}) != nullptr;
}

// What is wrong with the reading, or "".
std::string fault_of(const KindInfo& kind, const std::string& text) {
  SnapshotBuilder builder(SnapshotBuilder::From::Files);
  DocumentDecoder decoder(builder, "default", Kinds{kind.kind});
  const std::string neighbour = object_of(kind, R"("metadata":{"name":"neighbour"})");
  decoder.decode(
      fmt::format(R"({{"apiVersion":"v1","kind":"List","items":[{},{}]}})", text, neighbour),
      {.source = 0, .document = 0});
  const std::vector<Finding> findings = decoder.take_findings();
  const Snapshot snapshot = builder.finish();
  const bool told = std::all_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.check->code != "LOAD001";
  });
  if (!told) {
    return "the document is taken for broken: " + findings.front().message;
  }
  if (!holds(snapshot, kind, "neighbour")) {
    return "the next object is lost";
  }
  if (snapshot.object_count() < 2 && findings.empty()) {
    return "the object is lost without a finding";
  }
  return {};
}

}  // namespace

TEST_CASE("a wrong type in any field is told or accepted, and other objects are read") {
  for (const KindInfo& kind : all_kinds()) {
    KnownFields fields;
    reader_of(kind.kind).list_fields(fields);
    CHECK(fields.paths().size() > 1);
    for (const KnownFields::Path& path : fields.paths()) {
      for (const std::string_view value : kValues) {
        const std::string text = object_with(kind, path, value);
        const std::string fault = fault_of(kind, text);
        if (!fault.empty()) {
          FAIL_CHECK(fault << ": " << text);
        }
      }
    }
  }
}

TEST_CASE("the list of fields names nested ones, elements of lists and values of maps") {
  KnownFields fields;
  reader_of(Kind::Service).list_fields(fields);
  const auto has = [&](const KnownFields::Path& path) {
    return std::find(fields.paths().begin(), fields.paths().end(), path) != fields.paths().end();
  };
  CHECK(has({"metadata", "name"}));
  CHECK(has({"spec", "ports", "[]", "targetPort"}));
  CHECK(has({"spec", "selector", "{}"}));
}

// SPDX-License-Identifier: Apache-2.0
#include "common/load/unknown_fields.h"

#include "common/load/istio_schema.h"
#include "common/load/kind_reader.h"
#include "tests/common/load/object_with.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace mesh;
using namespace mesh::load;

namespace {

std::vector<std::string> unknown(Kind kind, std::string_view json) {
  const simdjson::padded_string padded(json);
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document = parser.iterate(padded);
  std::vector<std::string> texts;
  for (const UnknownField& each : unknown_fields(document.get_object(), kind)) {
    texts.push_back(each.field.text() + (each.meant ? " (" + *each.meant + ")" : ""));
  }
  return texts;
}

using Texts = std::vector<std::string>;

// One struct serves the destinations of all sections, and only those of http have headers.
bool is_header_of_tls_or_tcp(const KnownFields::Path& path) {
  return path.size() > 5 && (path[1] == "tls" || path[1] == "tcp") && path[5] == "headers";
}

}  // namespace

TEST_CASE("every field that is read is known to the CRDs") {
  for (const IstioSchema& schema : istio_schemas()) {
    KnownFields fields;
    reader_of(schema.kind).list_fields(fields);
    for (const KnownFields::Path& path : fields.paths()) {
      if (is_header_of_tls_or_tcp(path)) {
        continue;
      }
      const std::string json = test::object_with(info(schema.kind), path, "null");
      CAPTURE(json);
      CHECK(unknown(schema.kind, json) == Texts{});
    }
  }
}

TEST_CASE("every kind of Istio has a schema") {
  for (const KindInfo& kind : all_kinds()) {
    const auto schemas = istio_schemas();
    const bool has_schema =
        std::any_of(schemas.begin(), schemas.end(),
                    [&](const IstioSchema& schema) { return schema.kind == kind.kind; });
    CAPTURE(kind.name);
    CHECK(has_schema == (kind.group.find("istio.io") != std::string_view::npos));
  }
}

TEST_CASE("a misspelt field is told with its neighbour that was meant, at any depth") {
  CHECK(unknown(Kind::DestinationRule, R"({"spec":{"hosts":"a","trafficPolcy":{}}})") ==
        Texts{"spec.hosts (host)", "spec.trafficPolcy (trafficPolicy)"});
  CHECK(unknown(Kind::VirtualService,
                R"({"spec":{"http":[{},{"route":[{"destination":{"prt":{}}}]}]}})") ==
        Texts{"spec.http[1].route[0].destination.prt (port)"});
}

TEST_CASE("a field at the wrong depth is told without a neighbour") {
  CHECK(unknown(Kind::DestinationRule, R"({"host":"a","spec":{"tls":{"mode":"DISABLE"}}})") ==
        Texts{"host", "spec.tls"});
}

TEST_CASE("keys of maps, metadata and status are free") {
  CHECK(unknown(Kind::PeerAuthentication,
                R"({"metadata":{"x":1},"status":{"x":{"y":1}},)"
                R"("spec":{"portLevelMtls":{"8080":{"mode":"STRICT"}}}})") == Texts{});
  CHECK(unknown(Kind::PeerAuthentication,
                R"({"spec":{"portLevelMtls":{"8080":{"mod":"STRICT"}}}})") ==
        Texts{"spec.portLevelMtls.8080.mod (mode)"});
}

TEST_CASE("the fields of Kubernetes' own kinds are not known here") {
  CHECK(unknown(Kind::Service, R"({"spec":{"prts":[]}})") == Texts{});
}

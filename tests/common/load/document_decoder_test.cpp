// SPDX-License-Identifier: Apache-2.0
#include "common/load/document_decoder.h"

#include "common/check/check.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::load;

namespace {

struct Decoded {
  Snapshot snapshot;
  std::vector<std::string> findings;
};

Decoded decode(std::string_view json,
               Kinds kinds = {Kind::Service, Kind::Namespace, Kind::VirtualService}) {
  SnapshotBuilder builder(SnapshotBuilder::From::Files);
  DocumentDecoder decoder(builder, "default", kinds);
  decoder.decode(json, {.source = 0, .document = 0});
  std::vector<std::string> texts;
  for (const Finding& finding : decoder.take_findings()) {
    texts.push_back(std::string(finding.check->code) + " " + finding.message);
  }
  return {builder.finish(), texts};
}

const std::string kService = R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"cart"}})";

}  // namespace

TEST_CASE("an object without a namespace gets the default one") {
  const Decoded decoded = decode(kService);
  CHECK(decoded.findings.empty());
  CHECK(decoded.snapshot.find<Service>("default", "cart") != nullptr);
}

TEST_CASE("kind and apiVersion may stand behind the rest") {
  const Decoded decoded = decode(
      R"({"metadata":{"namespace":"shop","name":"cart"},"spec":{"ports":[{"port":80}]},"kind":"Service","apiVersion":"v1"})");
  REQUIRE(decoded.snapshot.services().size() == 1);
  CHECK(decoded.snapshot.services()[0].ports[0].port == 80);
}

TEST_CASE("Lists are unpacked, typed ones also when their items state no kind") {
  CHECK(decode(R"({"apiVersion":"v1","kind":"List","items":[)" + kService + "]}")
            .snapshot.services()
            .size() == 1);
  CHECK(decode(R"({"apiVersion":"v1","kind":"ServiceList","items":[{"metadata":{"name":"a"}}]})")
            .snapshot.services()
            .size() == 1);
  CHECK(decode(R"({"apiVersion":"v1","kind":"List","items":null})").findings.empty());
}

TEST_CASE("kinds that are not asked for are passed by") {
  const Decoded decoded = decode(R"({"apiVersion":"apps/v1","kind":"Deployment","spec":17})");
  CHECK(decoded.findings.empty());
  CHECK(decoded.snapshot.object_count() == 0);
}

TEST_CASE("what is no Kubernetes object is told") {
  CHECK(decode(R"({"replicas":3})")
            .findings.at(0)
            .starts_with("LOAD002 neither apiVersion nor kind"));
  CHECK(decode(R"({"kind":"Service"})")
            .findings.at(0)
            .starts_with("LOAD002 apiVersion is not given"));
  CHECK(decode(R"([1])").findings.at(0).starts_with("LOAD002 this is not an object"));
  CHECK(decode(R"({"apiVersion":"v1","kind":"Service","metadata":{}})").findings.at(0) ==
        "LOAD002 this Service has no metadata.name, so it is left out");
}

TEST_CASE("a version that a kind does not have is told, with those it has") {
  CHECK(
      decode(
          R"({"apiVersion":"networking.istio.io/v2","kind":"VirtualService","metadata":{"name":"a"}})")
          .findings.at(0) ==
      "LOAD002 VirtualService is not served as networking.istio.io/v2 (but as v1, v1beta1 and "
      "v1alpha3), so the object is left out");
}

TEST_CASE("a field of a wrong type is told with its path, and the rest is read") {
  const Decoded decoded = decode(
      R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"cart","labels":{"a":true}},"spec":{"ports":[{"port":"80","name":"http"}],"selector":[]}})");
  REQUIRE(decoded.findings.size() == 3);
  CHECK(decoded.findings[0] ==
        "LOAD003 metadata.labels.a must be a string, but is a boolean: the API server refuses the "
        "object");
  CHECK(decoded.findings[1] ==
        "LOAD003 spec.ports[0].port must be a number, but is a string: the API server refuses the "
        "object");
  CHECK(
      decoded.findings[2] ==
      "LOAD003 spec.selector must be an object, but is a list: the API server refuses the object");
  CHECK(decoded.snapshot.services()[0].ports[0].name == "http");
}

TEST_CASE("an enum knows its words") {
  const Decoded decoded = decode(
      R"({"apiVersion":"security.istio.io/v1","kind":"PeerAuthentication","metadata":{"name":"a"},"spec":{"mtls":{"mode":"strict"}}})",
      {Kind::PeerAuthentication});
  REQUIRE(decoded.findings.size() == 1);
  CHECK(decoded.findings[0] ==
        "LOAD003 spec.mtls.mode must be one of UNSET, DISABLE, PERMISSIVE, STRICT, but is "
        "\"strict\": the API server refuses the object");
}

TEST_CASE("broken JSON is told and does not stop the rest") {
  CHECK(decode(R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"a")")
            .findings.at(0)
            .starts_with("LOAD001"));
  CHECK(decode(R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"\q"}})")
            .findings.at(0)
            .starts_with("LOAD001"));
}

// SPDX-License-Identifier: Apache-2.0
#include "common/model/field_path.h"

#include "tests/support/catch.h"

using namespace mesh;

TEST_CASE("a path reads as kubectl writes it") {
  CHECK(FieldPath("spec", "ports", 2, "name").text() == "spec.ports[2].name");
  CHECK(FieldPath("metadata", "annotations", "sidecar.istio.io/inject").text() ==
        "metadata.annotations[\"sidecar.istio.io/inject\"]");
  CHECK(FieldPath().text().empty());
}

TEST_CASE("a path is a JSON pointer, dots and slashes in keys included") {
  CHECK(FieldPath("metadata", "annotations", "sidecar.istio.io/inject").json_pointer() ==
        "/metadata/annotations/sidecar.istio.io~1inject");
  CHECK(FieldPath("a~b", 0).json_pointer() == "/a~0b/0");
}

TEST_CASE("paths are joined") {
  const FieldPath root("spec", "template");
  CHECK(root.with("spec", "containers", 0).text() == "spec.template.spec.containers[0]");
  CHECK(FieldPath("items", 1).with(root).text() == "items[1].spec.template");
}

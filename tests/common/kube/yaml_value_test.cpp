// SPDX-License-Identifier: Apache-2.0
#include "common/kube/yaml_value.h"

#include "common/kube/encode_base64.h"
#include "tests/common/kube/error_of.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

TEST_CASE("reading what is absent or of another type gives nothing") {
  const YamlValue value = YamlValue::parse("a: text\nb: [1, 2]\nn: null");
  CHECK(value.get("a").text() == "text");
  CHECK(value.get("b").texts() == std::vector<std::string>{"1", "2"});
  CHECK(value.get("b").text().empty());
  CHECK_FALSE(value.get("n").present());
  CHECK_FALSE(value.get("x").get("y").present());
  CHECK(value.get("a").get("y").items().empty());
}

TEST_CASE("of two fields with one name the last counts") {
  CHECK(YamlValue::parse("a: 1\na: 2").get("a").text() == "2");
}

TEST_CASE("a text that is not YAML is told by its line only") {
  const std::string text = error_of([] { YamlValue::parse("a: b\nc: 's3cret"); });
  CHECK(contains(text, "line "));
  CHECK_FALSE(contains(text, "s3cret"));
}

TEST_CASE("strings are quoted as JSON wants them") {
  CHECK(json_quoted("a\"b\\c\n") == R"("a\"b\\c\u000a")");
  CHECK(json_quoted("\u00e4") == "\"\u00e4\"");
}

TEST_CASE("scalars that only look like numbers become JSON strings") {
  CHECK(YamlValue::parse("[1, -2, 01, '3', 1.5, 0x1f, true, No, 'no', ~]").to_json() ==
        R"([1,-2,"01","3",1.5,"0x1f",true,false,"no",null])");
}

TEST_CASE("base64 is padded") {
  CHECK(encode_base64("").empty());
  CHECK(encode_base64("f") == "Zg==");
  CHECK(encode_base64("fo") == "Zm8=");
  CHECK(encode_base64("foo\xff") == "Zm9v/w==");
}

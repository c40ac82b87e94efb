// SPDX-License-Identifier: Apache-2.0
#include "common/kube/typed_fields.h"

#include "tests/common/kube/error_of.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

TEST_CASE("fields that are absent or null are empty") {
  const YamlValue entry = YamlValue::parse("a: null");
  CHECK(text_field(entry, "a").empty());
  CHECK(text_field(entry, "b").empty());
  CHECK_FALSE(flag_field(entry, "a"));
  CHECK(texts_field(entry, "a").empty());
  CHECK_FALSE(map_field(entry, "a").present());
}

TEST_CASE("a text is what YAML takes for nothing else") {
  const auto text_of = [](const std::string& value) {
    return error_of([&] { throw Error("{}", text_field(YamlValue::parse("f: " + value), "f")); });
  };
  for (const std::string text : {"abc", "1.2.3", "0x", "0o8", "_1", "1e", "12:30", "e5", "="}) {
    CHECK(text_of(text) == text);
    CHECK(text_of("\"" + text + "\"") == text);
  }
  CHECK(text_of("!!str 12") == "12");
  for (const char* other : {"12", "-1_000", "0x1F", "0o17", "017", "1.5", "1e3", ".5", "-.inf",
                            ".nan", "yes", "Off", "[a]", "{a: b}"}) {
    CHECK(contains(text_of(other), "f must be a string"));
  }
}

TEST_CASE("a flag is true or false in one of YAML's spellings") {
  const auto flag_of = [](const std::string& value) {
    return flag_field(YamlValue::parse("f: " + value), "f");
  };
  CHECK(flag_of("true"));
  CHECK(flag_of("On"));
  CHECK_FALSE(flag_of("no"));
  CHECK(error_of([&] { flag_of("'true'"); }) == "f must be true or false, without quotes");
  CHECK(error_of([&] { flag_of("1"); }) == "f must be true or false, without quotes");
}

TEST_CASE("an error about a field's type does not quote the value") {
  const YamlValue entry = YamlValue::parse("token: 12345");
  CHECK(error_of([&] { text_field(entry, "token"); }) ==
        "token must be a string: put it into quotes");
  CHECK(error_of([&] { map_field(entry, "token"); }) == "token must be a map");
  CHECK(error_of([&] { list_field(entry, "token"); }) == "token must be a list");
}

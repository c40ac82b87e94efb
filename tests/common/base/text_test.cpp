// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.h"

#include "tests/support/catch.h"

#include <array>

using namespace mesh;

TEST_CASE("splitting keeps empty parts") {
  CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
}

TEST_CASE("a list reads as prose") {
  CHECK(join_and(std::vector<std::string>{}).empty());
  CHECK(join_and(std::vector<std::string>{"a"}) == "a");
  CHECK(join_and(std::vector<std::string>{"a", "b", "c"}) == "a, b and c");
}

TEST_CASE("a count agrees with its noun") {
  CHECK(count_of(1, "pod") == "1 pod");
  CHECK(count_of(0, "pod") == "0 pods");
  CHECK(count_of(2, "proxy", "proxies") == "2 proxies");
}

TEST_CASE("a number must fill the whole text") {
  CHECK(parse_number("8080") == 8080);
  CHECK_FALSE(parse_number("80a"));
  CHECK_FALSE(parse_number(""));
  CHECK_FALSE(parse_number("99999999999999999999"));
}

TEST_CASE("control characters from a cluster cannot reach the terminal") {
  CHECK(escape_control("a\x1b[31mb\nc") == "a^[[31mb c");
  CHECK(escape_control("grüße") == "grüße");
}

TEST_CASE("a misspelling finds its word, and only if it is near") {
  const std::array<std::string_view, 2> words{"reviews", "ratings"};
  CHECK(closest("reveiws", words) == "reviews");
  CHECK_FALSE(closest("checkout", words));
  const std::vector<std::string_view> verbs{"show", "can"};
  CHECK(closest("shwo", verbs) == "show");
}

TEST_CASE("words are joined by the conjunction") {
  const std::vector<std::string_view> words{"text", "wide", "json"};
  CHECK(join_or(words) == "text, wide or json");
  CHECK(join_or(std::span(words).first(1)) == "text");
}

TEST_CASE("base64 is decoded with line breaks and refused when it is broken") {
  CHECK(decode_base64("aGVs\nbG8=") == "hello");
  CHECK(decode_base64("") == "");
  CHECK_FALSE(decode_base64("aGVsbG8"));
  CHECK_FALSE(decode_base64("a*=="));
}

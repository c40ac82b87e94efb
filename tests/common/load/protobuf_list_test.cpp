// SPDX-License-Identifier: Apache-2.0
#include "common/load/protobuf_list.h"

#include "common/base/error.h"
#include "tests/support/catch.h"

#include <string>
#include <vector>

using namespace mesh;
using namespace mesh::load;

namespace {

// A length-delimited field; sizes stay below 128, so that one byte tells them.
std::string delimited(int number, const std::string& value) {
  return std::string{static_cast<char>(number << 3 | 2), static_cast<char>(value.size())} + value;
}

// The body of a list of two items, as an API server sends it.
std::string body() {
  const std::string list = delimited(1, "meta") + delimited(2, "item one") + delimited(2, "two");
  return std::string("k8s\0", 4) + delimited(1, "type") + delimited(2, list) + delimited(3, "") +
         delimited(4, "");
}

}  // namespace

TEST_CASE("a list is cut into its items, however it arrives") {
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 1000U}) {
    CAPTURE(piece);
    std::vector<std::string> items;
    ProtobufListSplitter splitter([&](std::string_view item) { items.emplace_back(item); });
    const std::string whole = body();
    for (std::size_t at = 0; at < whole.size(); at += piece) {
      splitter.feed(std::string_view(whole).substr(at, piece));
    }
    CHECK(items == std::vector<std::string>{"item one", "two"});
    CHECK(splitter.is_complete());
  }
}

TEST_CASE("an interrupted list is not complete") {
  const std::string whole = body();
  for (std::size_t size = 0; size + 4 < whole.size(); ++size) {
    CAPTURE(size);
    ProtobufListSplitter splitter([](std::string_view) {});
    splitter.feed(std::string_view(whole).substr(0, size));
    CHECK_FALSE(splitter.is_complete());
  }
}

TEST_CASE("an empty list is complete") {
  ProtobufListSplitter splitter([](std::string_view) { FAIL("there is no item"); });
  splitter.feed(std::string("k8s\0", 4) + delimited(1, "type") + delimited(2, ""));
  CHECK(splitter.is_complete());
}

TEST_CASE("what is no such list is refused") {
  ProtobufListSplitter splitter([](std::string_view) {});
  CHECK_THROWS_AS(splitter.feed("<html>captive portal</html>"), Error);
}

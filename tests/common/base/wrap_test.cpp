// SPDX-License-Identifier: Apache-2.0
#include "common/base/wrap.h"

#include "tests/support/catch.h"

using namespace mesh;

TEST_CASE("lines break at blanks, and all but the first are indented") {
  CHECK(wrap("one two three", 20, 0) == "one two three\n");
  CHECK(wrap("one two three", 9, 2) == "one two\n  three\n");
  CHECK(wrap("", 9, 2) == "\n");
}

TEST_CASE("a word that is longer than the line stands alone") {
  CHECK(wrap("see http://example.com/very/long now", 10, 2) ==
        "see\n  http://example.com/very/long\n  now\n");
}

// SPDX-License-Identifier: Apache-2.0
#include "common/base/string_pool.h"

#include "tests/support/catch.h"

#include <string>

using namespace mesh;

TEST_CASE("equal texts are kept once, and views outlive a move of the pool") {
  StringPool pool;
  const std::string_view first = pool.intern(std::string("cart"));
  CHECK(pool.intern(std::string("cart")).data() == first.data());
  CHECK(pool.intern("").empty());
  const StringPool moved = std::move(pool);
  CHECK(first == "cart");
}

TEST_CASE("a text larger than a block is kept whole") {
  StringPool pool;
  const std::string large(200'000, 'x');
  CHECK(pool.intern(large) == large);
}

// SPDX-License-Identifier: Apache-2.0
#include "common/base/time.h"

#include "tests/support/catch.h"

using namespace mesh;

TEST_CASE("RFC 3339 times are read with fractions and offsets") {
  CHECK(format_rfc3339(parse_rfc3339("2026-03-01T10:00:00Z").value()) == "2026-03-01T10:00:00Z");
  CHECK(format_rfc3339(parse_rfc3339("2026-03-01T10:00:00.123+02:00").value()) ==
        "2026-03-01T08:00:00Z");
  CHECK(format_date(parse_rfc3339("2026-03-01T23:30:00-01:00").value()) == "2026-03-02");
}

TEST_CASE("what is no time is refused") {
  for (const char* text : {"", "2026-03-01", "2026-02-30T00:00:00Z", "2026-03-01T25:00:00Z",
                           "2026-03-01T10:00:00", "2026-03-01T10:00:00Zx"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rfc3339(text));
  }
}

TEST_CASE("days are whole days, rounded down") {
  const Time noon = parse_rfc3339("2026-03-01T12:00:00Z").value();
  CHECK(days_between(noon, noon + std::chrono::hours(47)) == 1);
  CHECK(days_between(noon, noon - std::chrono::hours(1)) == -1);
}

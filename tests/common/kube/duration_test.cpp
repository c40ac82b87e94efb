// SPDX-License-Identifier: Apache-2.0
#include "common/kube/duration.h"

#include "tests/common/kube/error_of.h"
#include "tests/support/catch.h"

using namespace mesh;
using namespace mesh::kube;

namespace {

long milliseconds_of(std::string_view text) {
  return static_cast<long>(parse_timeout(text).count());
}

std::string formatted(long milliseconds) {
  return format_duration(std::chrono::milliseconds(milliseconds));
}

}  // namespace

TEST_CASE("a timeout is a number of seconds or a Go duration") {
  CHECK(milliseconds_of("") == 0);
  CHECK(milliseconds_of("0") == 0);
  CHECK(milliseconds_of("5") == 5'000);
  CHECK(milliseconds_of("500ms") == 500);
  CHECK(milliseconds_of("1.5h") == 5'400'000);
  CHECK(milliseconds_of("1h30m") == 5'400'000);
  CHECK(milliseconds_of("2m") == 120'000);
  CHECK(milliseconds_of("3000us") == 3);
}

TEST_CASE("other timeouts are refused in kubectl's words") {
  for (const char* text : {"-1", "5x", "m", "5 s", "1h30", "-5s", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK(contains(error_of([&] { parse_timeout(text); }),
                   "Timeout must be a single integer in seconds, or an integer followed by a "
                   "corresponding time unit (e.g. 1s | 2m | 3h)"));
  }
}

TEST_CASE("durations are written as Go writes them") {
  CHECK(formatted(0) == "0s");
  CHECK(formatted(500) == "500ms");
  CHECK(formatted(1'500) == "1.5s");
  CHECK(formatted(5'000) == "5s");
  CHECK(formatted(90'000) == "1m30s");
  CHECK(formatted(3'600'000) == "1h0m0s");
}

// SPDX-License-Identifier: Apache-2.0
//
// Up to ten retries where the server says when to come back, as client-go makes them. Where it does
// not say, as a freshly started API server (429), one that is being replaced (5xx) or a connection
// that broke, it is asked again after growing pauses.

#include "common/kube/retry.h"

#include <algorithm>
#include <cstdint>

namespace mesh::kube {
namespace {

using std::chrono::milliseconds;

constexpr int kMostRetries = 10;

// Ten seconds in all: as long as a fresh API server needs to fill its caches.
constexpr int kPausesWhenBusy = 7;
// Not quite four: what is broken for longer is broken.
constexpr int kPausesWhenBroken = 4;

// 0.25, 0.5, 1, 2, 2, … seconds.
std::optional<milliseconds> back_off(int attempt, int most) {
  if (attempt > most) {
    return std::nullopt;
  }
  return std::min(milliseconds(250) * (1 << (attempt - 1)), milliseconds(2000));
}

// Errors of a server, or of a proxy before it, that a second attempt may not meet again.
bool is_passing(int status) {
  return status == 500 || (status >= 502 && status <= 504);
}

}  // namespace

std::optional<milliseconds> retry_delay(const FailedAttempt& attempt) {
  constexpr long kLongestWait = 60;  // seconds; nobody waits longer for a command to answer
  if (attempt.number > kMostRetries) {
    return std::nullopt;
  }
  if (attempt.failure) {
    return attempt.failure == Failure::Reset ? back_off(attempt.number, kPausesWhenBroken)
                                             : std::nullopt;
  }
  const bool busy = attempt.status == 429 || attempt.status >= 500;
  if (busy && attempt.retry_after_seconds > 0) {
    return attempt.retry_after_seconds <= kLongestWait
               ? std::optional(milliseconds(attempt.retry_after_seconds * 1000))
               : std::nullopt;
  }
  if (attempt.status == 429) {
    return back_off(attempt.number, kPausesWhenBusy);
  }
  return is_passing(attempt.status) ? back_off(attempt.number, kPausesWhenBroken) : std::nullopt;
}

}  // namespace mesh::kube

// SPDX-License-Identifier: Apache-2.0
//
// client-go's rest/with_retry.go: up to ten retries, for a server that says when to come back and
// for a connection that broke. One addition: a freshly started API server answers lists from its
// watch cache with 429 for some seconds, and does not always say when to come back.

#include "common/kube/retry.h"

#include <algorithm>
#include <cstdint>

namespace mesh::kube {
namespace {

using std::chrono::milliseconds;

constexpr int kMostRetries = 10;

// 0.25, 0.5, 1, 2, 2, … seconds, ten in all.
std::optional<milliseconds> back_off(int attempt) {
  constexpr int kMostBackOffs = 7;
  if (attempt > kMostBackOffs) {
    return std::nullopt;
  }
  return std::min(milliseconds(250) * (1 << (attempt - 1)), milliseconds(2000));
}

}  // namespace

std::optional<milliseconds> retry_delay(const FailedAttempt& attempt) {
  constexpr long kLongestWait = 60;  // seconds; nobody waits longer for a command to answer
  if (attempt.number > kMostRetries) {
    return std::nullopt;
  }
  if (attempt.failure) {
    return attempt.failure == Failure::Reset ? std::optional(milliseconds(1000)) : std::nullopt;
  }
  const bool busy = attempt.status == 429 || attempt.status >= 500;
  if (busy && attempt.retry_after_seconds > 0) {
    return attempt.retry_after_seconds <= kLongestWait
               ? std::optional(milliseconds(attempt.retry_after_seconds * 1000))
               : std::nullopt;
  }
  return attempt.status == 429 ? back_off(attempt.number) : std::nullopt;
}

}  // namespace mesh::kube

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/http.h"

#include <chrono>
#include <optional>

namespace mesh::kube {

// How one attempt of a request ended without a usable answer.
struct FailedAttempt {
  int number = 1;  // 1 for the first
  int status = 0;
  long retry_after_seconds = 0;
  std::optional<Failure> failure;
};

// How long to wait before the next attempt; nothing if there should be none.
std::optional<std::chrono::milliseconds> retry_delay(const FailedAttempt& attempt);

}  // namespace mesh::kube

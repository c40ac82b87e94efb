// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/load/cluster_source.h"

#include <chrono>

namespace mesh::cli {

// One line on standard error that tells how far a load is: only on a terminal, and only when it
// takes longer than a second. It is erased at the end, and when the user interrupts.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const load::LoadProgress& progress);

 private:
  using Clock = std::chrono::steady_clock;

  bool is_on_;
  bool is_shown_ = false;
  Clock::time_point next_;
  void (*on_interrupt_before_)(int) = nullptr;
};

}  // namespace mesh::cli

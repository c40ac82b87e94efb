// SPDX-License-Identifier: Apache-2.0
#include "common/cli/progress_line.h"

#include <fmt/core.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string_view>

namespace mesh::cli {
namespace {

constexpr std::string_view kErase = "\r\x1b[K";
constexpr std::chrono::milliseconds kPatience{1000};
constexpr std::chrono::milliseconds kInterval{200};

void erase() {
  // Nothing could be done about a terminal that is gone.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kErase.data(), kErase.size());
}

// What a shell says of a command that Ctrl-C ended.
constexpr int kInterrupted = 130;

void on_interrupt(int) {
  erase();
  _exit(kInterrupted);
}

}  // namespace

ProgressLine::ProgressLine() : is_on_(isatty(STDERR_FILENO) == 1), next_(Clock::now() + kPatience) {
  if (is_on_) {
    on_interrupt_before_ = std::signal(SIGINT, on_interrupt);
  }
  // A shell's background job is not to be interrupted.
  if (on_interrupt_before_ == SIG_IGN) {
    std::signal(SIGINT, SIG_IGN);
  }
}

ProgressLine::~ProgressLine() {
  if (is_on_) {
    std::signal(SIGINT, on_interrupt_before_);
  }
  if (is_shown_) {
    erase();
  }
}

void ProgressLine::show(const load::LoadProgress& progress) {
  if (!is_on_ || Clock::now() < next_) {
    return;
  }
  next_ = Clock::now() + kInterval;
  is_shown_ = true;
  fmt::print(stderr, "{}reading: {} of {} lists, {} objects, {:.1f} MB", kErase,
             progress.lists_done, progress.lists, progress.objects,
             static_cast<double>(progress.bytes) / 1e6);
  std::fflush(stderr);
}

}  // namespace mesh::cli

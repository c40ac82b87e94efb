// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

namespace mesh::cli {

// Who presses a key will not wait longer for names.
inline constexpr std::chrono::milliseconds kPatience{1000};

// From now on the process ends when `after` has passed, with `answer` on standard output, whatever
// it is doing: looking up a host, waiting for a credential plugin or for a server. A second call
// replaces the first.
void answer_at_latest(std::chrono::milliseconds after, std::string answer);

// The answer is there: the process goes on.
void stop_deadline();

}  // namespace mesh::cli

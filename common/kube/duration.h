// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace mesh::kube {

// The value of --request-timeout: "5" (seconds) or a Go duration such as "1h30m", "1.5s", "500ms".
// Empty and "0" are none, as zero. Throws Error with kubectl's sentence.
std::chrono::milliseconds parse_timeout(std::string_view text);

// As Go prints it, "1m30s": the form that the API server reads in `?timeout=`.
std::string format_duration(std::chrono::milliseconds duration);

}  // namespace mesh::kube

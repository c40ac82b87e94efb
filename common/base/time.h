// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mesh {

// A moment in UTC, to the second, as Kubernetes stores it.
using Time = std::chrono::sys_seconds;

// "2026-03-01T10:00:00Z", also with fractions and offsets; nullopt if it is not RFC 3339.
std::optional<Time> parse_rfc3339(std::string_view text);

std::string format_rfc3339(Time time);
// "2026-03-01".
std::string format_date(Time time);

Time now();

// Whole days from `from` until `until`, rounded down; negative when `until` has passed.
long days_between(Time from, Time until);

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/reporter.h"
#include "common/model/snapshot.h"

#include <string_view>

namespace mesh {

enum class Severity { Error, Warning, Info };

// "error", "warning", "info".
std::string_view text(Severity severity);

// What the catalogue says of a check. `code` is for life; `title` states the healthy fact.
struct CheckInfo {
  std::string_view code;
  Severity severity = Severity::Error;
  std::string_view title;
  Kinds reads;                  // the kinds it looks at; a run lists no others
  std::string_view explain;     // Markdown: why it matters, what Istio does, how to fix it
  std::string_view peers = {};  // corresponding codes of istioctl (IST…) and Kiali (KIA…)
};

// One check: data and a function. The function looks at the snapshot only, and reports.
struct Check {
  CheckInfo info;
  void (*run)(const Snapshot& snapshot, Reporter& report);
};

}  // namespace mesh

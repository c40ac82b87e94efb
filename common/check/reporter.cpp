// SPDX-License-Identifier: Apache-2.0
#include "common/check/reporter.h"

#include "common/check/check.h"

#include <algorithm>

namespace mesh {

bool Reporter::cannot_tell(Kind kind, std::string_view ns) {
  const bool known = std::any_of(not_checked_.begin(), not_checked_.end(),
                                 [&](const NotChecked& n) { return n.kind == kind && n.ns == ns; });
  if (!known) {
    not_checked_.push_back({.code = std::string(check_.code),
                            .kind = kind,
                            .ns = std::string(ns),
                            .reason = "notInInput",
                            .message = fmt::format("the input holds no {}", info(kind).plural)});
  }
  return false;
}

}  // namespace mesh

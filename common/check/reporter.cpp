// SPDX-License-Identifier: Apache-2.0
#include "common/check/reporter.h"

#include "common/check/check.h"

#include <algorithm>
#include <utility>

namespace mesh {

bool Reporter::cannot_tell(Kind kind, std::string_view ns) {
  return cannot_tell(kind, ns, info(kind).plural);
}

bool Reporter::cannot_tell(Kind kind, std::string_view ns, std::string_view objects) {
  std::string message = fmt::format("the input holds no {}", objects);
  const bool known = std::any_of(
      not_checked_.begin(), not_checked_.end(),
      [&](const NotChecked& n) { return n.kind == kind && n.ns == ns && n.message == message; });
  if (!known) {
    not_checked_.push_back({.code = std::string(check_.code),
                            .kind = kind,
                            .ns = std::string(ns),
                            .reason = "notInInput",
                            .message = std::move(message)});
  }
  return false;
}

}  // namespace mesh

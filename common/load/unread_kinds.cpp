// SPDX-License-Identifier: Apache-2.0
#include "common/load/unread_kinds.h"

#include "common/base/error.h"

#include <algorithm>

namespace mesh::load {

void UnreadKinds::not_installed(Kind kind) {
  answered_ = true;
  unread_.push_back(
      {.kind = kind,
       .ns = "",
       .reason = "notInstalled",
       .message = fmt::format("{} is not installed in this cluster (404)", info(kind).name)});
}

void UnreadKinds::failed(Kind kind, const std::string& ns, const std::string& why, bool alone) {
  if (alone && first_failure_.empty()) {
    first_failure_ = why;
  }
  unread_.push_back({.kind = kind,
                     .ns = ns,
                     .reason = "failed",
                     .message = fmt::format("could not read {}{}: {}", info(kind).plural,
                                            ns.empty() ? "" : " in " + ns, why)});
}

void UnreadKinds::forbidden(Kind kind, const std::string& ns) {
  refusals_.push_back({.kind = kind,
                       .ns = ns,
                       .reason = "forbidden",
                       .message = fmt::format("may not list {}{} (403)", info(kind).plural,
                                              ns.empty() ? "" : " in " + ns)});
}

bool UnreadKinds::has_gap(Kind kind) const {
  const auto is_of_kind = [&](const UnreadKind& each) { return each.kind == kind; };
  return narrowed_.contains(kind) || std::any_of(unread_.begin(), unread_.end(), is_of_kind) ||
         std::any_of(refusals_.begin(), refusals_.end(), is_of_kind);
}

void UnreadKinds::settle() {
  for (UnreadKind& refusal : refusals_) {
    if (read_somewhere_.contains(refusal.kind)) {
      partial_.push_back({.code = "",
                          .kind = refusal.kind,
                          .ns = refusal.ns,
                          .reason = refusal.reason,
                          .message = refusal.message});
    } else {
      unread_.push_back(std::move(refusal));
    }
  }
  for (const KindInfo& kind : all_kinds()) {
    if (narrowed_.contains(kind.kind) && read_somewhere_.contains(kind.kind)) {
      partial_.push_back(
          {.code = "",
           .kind = kind.kind,
           .ns = "",
           .reason = "forbidden",
           .message = fmt::format("may list {} only in some namespaces (403)", kind.plural)});
    }
  }
  if (!answered_ && !first_failure_.empty()) {
    throw Error("{}", first_failure_);
  }
  if (!answered_ && !unread_.empty()) {
    throw Error("nothing could be read from {}: {}", server_, unread_.front().message);
  }
}

}  // namespace mesh::load

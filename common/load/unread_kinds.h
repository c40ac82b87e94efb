// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/run_checks.h"

#include <string>
#include <vector>

namespace mesh::load {

// What of a cluster could not be read, and why. "notInstalled", "forbidden" and "failed" are told
// apart.
class UnreadKinds {
 public:
  explicit UnreadKinds(std::string server) : server_(std::move(server)) {}

  // The server answered something that was of use.
  void note_answer() { answered_ = true; }

  // Requests failed, and not one was answered: others will fail too.
  bool is_hopeless() const { return !answered_ && !unread_.empty(); }

  void not_installed(Kind kind);
  // `why` is a sentence; `alone` if it needs no introduction where it is all there is to say.
  void failed(Kind kind, const std::string& ns, const std::string& why, bool alone);
  // `ns`: empty for everywhere.
  void forbidden(Kind kind, const std::string& ns);

  // May not be listed everywhere, and is tried in some namespaces.
  void narrowed(Kind kind) { narrowed_.add(kind); }

  // Whether something of the kind was asked for in vain.
  bool has_gap(Kind kind) const;

  void read_in_namespace(Kind kind) { read_somewhere_.add(kind); }

  // When all is asked: of a kind that was read in some namespaces, the others are a gap; of one
  // that was read in none, everything is. Throws Error if nothing was read at all.
  void settle();

  std::vector<UnreadKind> take_unread() { return std::move(unread_); }

  std::vector<NotChecked> take_partial() { return std::move(partial_); }

 private:
  std::string server_;
  bool answered_ = false;
  std::string first_failure_;  // a sentence that needs no introduction
  Kinds narrowed_;
  Kinds read_somewhere_;
  std::vector<UnreadKind> refusals_;
  std::vector<UnreadKind> unread_;
  std::vector<NotChecked> partial_;
};

}  // namespace mesh::load

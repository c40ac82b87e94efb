// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/check.h"

#include <span>
#include <vector>

namespace mesh {

// A kind that could not be read at all, and so every check that needs it is not run.
struct UnreadKind {
  Kind kind = Kind::Namespace;
  std::string ns;      // the namespace that was asked for; empty for all
  std::string reason;  // see NotChecked
  std::string message;
};

struct CheckResults {
  std::vector<Finding> findings;
  std::vector<NotChecked> not_checked;
  std::size_t checks_run = 0;
};

// Runs each check that can be run on the snapshot. Results are sorted and equal ones merged.
CheckResults run_checks(std::span<const Check* const> checks, const Snapshot& snapshot,
                        const CheckSettings& settings, std::span<const UnreadKind> unread);

// A complete order: severity, code, namespace, kind, name, field, message.
void sort_and_merge(std::vector<Finding>& findings);

// All kinds that some check of the list reads.
Kinds kinds_read(std::span<const Check* const> checks);

}  // namespace mesh

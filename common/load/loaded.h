// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/run_checks.h"
#include "common/load/sources.h"
#include "common/model/snapshot.h"

#include <map>
#include <string>
#include <vector>

namespace mesh::load {

// What a source gave.
struct Loaded {
  Snapshot snapshot;
  std::vector<Source> sources;                      // files; empty for a cluster
  std::vector<Finding> findings;                    // LOAD…, already located
  std::vector<UnreadKind> unread;                   // kinds that could not be read at all
  std::vector<NotChecked> partial;                  // kinds of which only a part could be read
  std::map<Kind, std::string> resource_versions{};  // cluster only: what each kind was read at
};

}  // namespace mesh::load

// SPDX-License-Identifier: Apache-2.0
//
// The Secrets that checks look at: those that Gateways and DestinationRules name, where the pods
// run that use them, and the mesh CA's. Told generously: what a name means exactly is for the
// engine to say. Others are nobody's business.
#pragma once

#include "common/load/cluster_source.h"
#include "common/load/list_plan.h"
#include "common/model/snapshot_builder.h"

#include <compare>
#include <set>
#include <string>
#include <vector>

namespace mesh::load {

struct SecretName {
  std::string ns;
  std::string name;

  auto operator<=>(const SecretName&) const = default;
};

using SecretNames = std::set<SecretName>;

// Those named for a place where the name is looked up.
SecretNames named_secrets(const SnapshotBuilder& read, const ClusterOptions& options);

// Those of the same names elsewhere, for who asks where a missing one might be. `missing`: names
// that were not found where they are looked up.
SecretNames elsewhere(const SnapshotBuilder& read, const std::set<std::string>& missing);

std::vector<ListRequest> gets_of(const SecretNames& names);

// One list of all that are no business of Helm's or of service accounts (CRT-1).
ListRequest all_secrets();

}  // namespace mesh::load

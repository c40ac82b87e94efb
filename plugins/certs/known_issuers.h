// SPDX-License-Identifier: Apache-2.0
//
// The certificates of intermediate CAs that the Secrets of the snapshot hold: who names one of
// these as its issuer needs it in its chain.
#pragma once

#include "common/model/snapshot.h"

#include <map>
#include <set>
#include <string_view>

namespace mesh::certs {

struct HeldCertificate {
  const Secret* secret = nullptr;
  const SecretEntry* entry = nullptr;
};

// Refers to the snapshot. Built in O(certificates).
class KnownIssuers {
 public:
  explicit KnownIssuers(const Snapshot& snapshot);

  // Where a certificate of that intermediate CA is held; nullptr if none is, or if a root
  // has the same name.
  const HeldCertificate* find_intermediate(std::string_view subject) const;

  // Whether a root of that name is held.
  bool is_root(std::string_view subject) const { return roots_.contains(subject); }

 private:
  void add(const Secret& secret, const SecretEntry& entry);

  std::map<std::string_view, HeldCertificate> intermediates_;
  std::set<std::string_view> roots_;
};

}  // namespace mesh::certs

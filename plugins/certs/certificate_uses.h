// SPDX-License-Identifier: Apache-2.0
//
// Who uses the Secrets and ConfigMaps that hold certificates: Gateways and DestinationRules by
// credentialName (CRT-1, MTLS-33), istiod as the mesh's CA (CRT-20), sidecars as the mesh's root.
#pragma once

#include "common/model/snapshot.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace mesh::certs {

class CertificateUses {
 public:
  explicit CertificateUses(const Snapshot& snapshot);

  // "gateway shop/web", "destinationrule shop/bank", "mesh CA", sorted; empty if nobody is known.
  std::vector<std::string> of(const Object& holder) const;

 private:
  void add_gateways(const Snapshot& snapshot);
  void add_destination_rules(const Snapshot& snapshot);
  void add_mesh(const Snapshot& snapshot);

  std::map<const Object*, std::set<std::string>> uses_;
};

}  // namespace mesh::certs

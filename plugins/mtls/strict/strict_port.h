// SPDX-License-Identifier: Apache-2.0
//
// The ports of a namespace's Services behind which something takes nothing but mTLS once the
// namespace is STRICT.
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::mtls {

struct StrictPort {
  const Service* service = nullptr;
  const ServicePort* port = nullptr;
  std::vector<const Pod*> pods;  // that would refuse plaintext; never empty

  std::string text() const;  // "service shop/cart, port 80"

  // Whether nobody but this workload stands behind it: its calls to itself are its own affair.
  bool is_only(const ObjectRef& workload) const;
};

// MTLS-4, MTLS-5: whether the port takes nothing but mTLS once the namespace's policy is STRICT. A
// policy of the workload may keep it from that.
bool becomes_strict(const Snapshot& snapshot, const Pod& pod, std::int32_t port);

StrictPort strict_port(const Snapshot& snapshot, const Service& service, const ServicePort& port);

// Of all Services of the namespace, in their order.
std::vector<StrictPort> strict_ports(const Snapshot& snapshot, std::string_view ns);

}  // namespace mesh::mtls

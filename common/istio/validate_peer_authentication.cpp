// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation, PeerAuthentication: modes of single ports need a selector.
#include "common/base/text.h"
#include "common/istio/validate_common.h"

#include <fmt/format.h>

namespace mesh::istio {
namespace {

void check_ports(const PeerAuthentication& policy, Violations& out) {
  const FieldPath path("spec", "portLevelMtls");
  if (policy.port_level_mtls->empty()) {
    out.push_back({path, "portLevelMtls is empty", "list a port, or remove portLevelMtls"});
  } else if (policy.is_scope_wide()) {
    out.push_back({path, "portLevelMtls is set, and no selector says whose ports these are",
                   "add a selector with the labels of the workload, or remove portLevelMtls"});
  }
  for (const auto& [port, mtls] : *policy.port_level_mtls) {
    if (!is_port_number(parse_number(port).value_or(0))) {
      out.push_back({path.with(port), fmt::format("\"{}\" is not a port between 1 and 65535", port),
                     "write the number of a port of the workload"});
    }
  }
}

}  // namespace

Violations validate(const PeerAuthentication& peer_authentication) {
  Violations out;
  if (peer_authentication.port_level_mtls) {
    check_ports(peer_authentication, out);
  }
  if (peer_authentication.selector) {
    check_selector(peer_authentication.selector->match_labels,
                   FieldPath("spec", "selector", "matchLabels"), out);
  }
  return out;
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// MTLS-5: portLevelMtls is heeded in policies that select workloads, and in no others.

#include "common/base/text.h"
#include "common/istio/peer_authentication.h"
#include "plugins/mtls/checks.h"

#include <fmt/format.h>

namespace mesh::mtls {
namespace {

std::string modes_text(const Map<MutualTls>& ports) {
  std::vector<std::string> modes;
  for (const auto& [port, mtls] : ports) {
    modes.push_back(fmt::format("{} for port {}", istio::text(mtls.mode), port));
  }
  return join_and(modes);
}

void run(const Snapshot& snapshot, Reporter& report) {
  for (const PeerAuthentication& policy : snapshot.all<PeerAuthentication>()) {
    if (!policy.is_scope_wide() || !policy.port_level_mtls || policy.port_level_mtls->empty()) {
      continue;
    }
    report
        .add(policy.ref, FieldPath("spec", "portLevelMtls"),
             "portLevelMtls is ignored, for this policy has no selector: {} has no effect",
             modes_text(*policy.port_level_mtls))
        .remedy("write a policy with a selector for the pods that have the port");
  }
}

}  // namespace

constinit const Check kPortModesNeedSelector{
    .info =
        {.code = "MTLS015",
         .severity = Severity::Error,
         .title = "portLevelMtls comes with a selector",
         .reads = Kinds{Kind::PeerAuthentication},
         .explain =
             "`portLevelMtls` sets the mode of single ports of selected workloads. In a "
             "PeerAuthentication without a selector it is ignored. Istio's validating webhook "
             "rejects such a policy; where that was not asked, it is there and does nothing.\n\n"
             "Write a policy of its own, with a selector, for the workload that has the port."},
    .run = run,
};

}  // namespace mesh::mtls

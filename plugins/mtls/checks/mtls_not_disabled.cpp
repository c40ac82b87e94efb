// SPDX-License-Identifier: Apache-2.0
//
// MTLS-4: a PeerAuthentication with mode DISABLE makes the proxies take plaintext only.

#include "plugins/mtls/checks.h"

namespace mesh::mtls {
namespace {

void run(const Snapshot& snapshot, Reporter& report) {
  for (const PeerAuthentication& policy : snapshot.all<PeerAuthentication>()) {
    if (policy.mtls && policy.mtls->mode == MtlsMode::DISABLE) {
      report
          .add(policy.ref, FieldPath("spec", "mtls", "mode"),
               "mTLS is disabled here: traffic is neither encrypted nor authenticated")
          .remedy("set spec.mtls.mode to PERMISSIVE, and to STRICT once all clients have sidecars");
    }
  }
}

}  // namespace

constinit const Check kMtlsNotDisabled{
    .info = {.code = "MTLS025",
             .severity = Severity::Warning,
             .title = "mTLS is not disabled",
             .reads = Kinds{Kind::PeerAuthentication},
             .explain = "With mode DISABLE the sidecars accept plaintext only. Use PERMISSIVE while "
                        "clients without sidecars exist, and STRICT afterwards."},
    .run = run,
};

}  // namespace mesh::mtls

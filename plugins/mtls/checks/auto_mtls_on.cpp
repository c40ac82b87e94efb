// SPDX-License-Identifier: Apache-2.0
//
// MTLS-21, B.5 row 7: with enableAutoMtls false in MeshConfig clients send plaintext wherever no
// DestinationRule says otherwise, and STRICT pods refuse it.

#include "common/istio/mesh_config.h"
#include "plugins/mtls/automatic.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/plaintext.h"

namespace mesh::mtls {
namespace {

void run(const Snapshot& snapshot, Reporter& report) {
  const ConfigMap* config = istio::mesh_config_source(snapshot);
  Impact impact;
  for (const AutomaticFailure* failure :
       snapshot.view<AutomaticFailures>().of(Mismatch::AutoMtlsOff)) {
    Target target;
    target.service = failure->service;
    impact.add(target, failure->harmed, failure->behind);
  }
  if (!impact || config == nullptr) {
    return;
  }
  Finding& finding =
      report
          .add(config->ref, FieldPath("data", "mesh"),
               "enableAutoMtls is false, so clients send plaintext unless a DestinationRule sets "
               "ISTIO_MUTUAL, also to {} that {} only mTLS: {}",
               pods_text(impact), accepts(impact), effect_of_plaintext(impact))
          .symptom("{}", symptom_of(impact, "503 UC", "connection reset"))
          .remedy(
              "remove enableAutoMtls from the MeshConfig: clients then send mTLS to each pod "
              "that takes it")
          .whole_mesh();
  add_policies(finding, impact.harmed);
}

}  // namespace

constinit const Check kAutoMtlsOn{
    .info = {.code = "MTLS011",
             .severity = Severity::Error,
             .title = "Auto mTLS is on where policies require mTLS",
             .reads = kClientKinds,
             .explain =
                 "By default clients send mTLS to each pod that takes it. `enableAutoMtls: false` "
                 "in the MeshConfig turns that off: without a DestinationRule that sets "
                 "`ISTIO_MUTUAL` they send plaintext, and pods whose PeerAuthentication is "
                 "`STRICT` refuse it (`503 UC`).\n\n"
                 "Remove the setting, or write the DestinationRules.",
             .peers = "KIA0505 KIA0506"},
    .run = run,
};

}  // namespace mesh::mtls

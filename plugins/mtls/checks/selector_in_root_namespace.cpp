// SPDX-License-Identifier: Apache-2.0
//
// MTLS-2: a policy with a selector counts only outside the root namespace. There it selects neither
// workloads of the mesh nor the pods of that namespace.

#include "common/istio/mesh_config.h"
#include "plugins/mtls/checks.h"

namespace mesh::mtls {
namespace {

void run(const Snapshot& snapshot, Reporter& report) {
  const std::string_view root = istio::root_namespace(snapshot);
  for (const PeerAuthentication& policy : snapshot.in_namespace<PeerAuthentication>(root)) {
    if (policy.is_scope_wide()) {
      continue;
    }
    report
        .add(policy.ref, FieldPath("spec", "selector"),
             "this policy is ignored: {} is the root namespace, where only policies without a "
             "selector count",
             root)
        .remedy(
            "move the policy to the namespace of the pods, or remove the selector if it is "
            "meant for the whole mesh")
        .whole_mesh();
  }
}

}  // namespace

constinit const Check kSelectorInRootNamespace{
    .info = {.code = "MTLS014",
             .severity = Severity::Error,
             .title = "Policies with a selector are not in the root namespace",
             .reads = Kinds{Kind::PeerAuthentication, Kind::ConfigMap},
             .explain =
                 "In the root namespace (istio-system by default) a PeerAuthentication is for the "
                 "whole mesh, and only without a selector. One with a selector is ignored: it "
                 "neither selects workloads everywhere nor the pods of the root namespace.\n\n"
                 "Write it in the namespace of the workloads."},
    .run = run,
};

}  // namespace mesh::mtls

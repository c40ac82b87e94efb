// SPDX-License-Identifier: Apache-2.0
//
// MTLS-1, GEN-2: of several policies for a whole namespace (or, in the root namespace, the mesh)
// the oldest counts; istiod drops the others.

#include "common/istio/mesh_config.h"
#include "common/istio/peer_authentication.h"
#include "plugins/mtls/checks.h"

namespace mesh::mtls {
namespace {

// Files do not tell which will be created first.
std::string_view why_it_counts(const PeerAuthentication& counting) {
  return counting.meta.creation_timestamp
             ? "which is older"
             : "which is taken as the older one, by name, for the input has no times of creation";
}

void run(const Snapshot& snapshot, Reporter& report) {
  const std::string_view root = istio::root_namespace(snapshot);
  for (const PeerAuthentication& policy : snapshot.all<PeerAuthentication>()) {
    const PeerAuthentication* counting = istio::namespace_policy(snapshot, policy.ref.ns);
    if (!policy.is_scope_wide() || counting == nullptr || counting == &policy) {
      continue;
    }
    report
        .add(policy.ref, FieldPath("spec"),
             "this policy is ignored: the {} has another one, {}, {}",
             policy.ref.ns == root ? "mesh" : "namespace", counting->ref.text(),
             why_it_counts(*counting))
        .because(counting->ref, FieldPath("spec"), "is for the whole {} too",
                 policy.ref.ns == root ? "mesh" : "namespace")
        .remedy("keep one of the two, or give this one a selector");
  }
}

}  // namespace

constinit const Check kOneScopeWidePolicy{
    .info = {.code = "MTLS012",
             .severity = Severity::Warning,
             .title = "One namespace-wide policy per namespace",
             .reads = Kinds{Kind::PeerAuthentication, Kind::ConfigMap},
             .explain =
                 "A PeerAuthentication without a selector is for its whole namespace, in the root "
                 "namespace (istio-system by default) for the mesh. Of several only the oldest "
                 "counts; the others are dropped whole, and nothing but istiod's log says so.\n\n"
                 "Keep one.",
             .peers = "KIA0002"},
    .run = run,
};

}  // namespace mesh::mtls

// SPDX-License-Identifier: Apache-2.0
//
// MTLS-22, B.5 row 5: clients look at the policies of mesh and namespace only. Where these say
// DISABLE they send plaintext, whatever a policy of the workload or of one port requires.

#include "plugins/mtls/automatic.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/plaintext.h"

#include <map>

namespace mesh::mtls {
namespace {

// The field that requires mTLS, and what it makes refuse plaintext.
struct Requirement {
  istio::EffectiveMtls mtls;
  Impact impact;
};

using Requirements = std::map<std::pair<ObjectRef, std::string>, Requirement>;

void note(const AutomaticFailure& failure, Requirements& out) {
  std::map<std::pair<ObjectRef, std::string>, std::vector<Receiver>> harmed;
  for (const Receiver& receiver : failure.harmed) {
    const istio::EffectiveMtls& mtls = *receiver.accepts;
    harmed[{mtls.policy->ref, mtls.field.text()}].push_back(receiver);
  }
  Target target;
  target.service = failure.service;
  for (const auto& [place, receivers] : harmed) {
    Requirement& requirement = out[place];
    requirement.mtls = *receivers.front().accepts;
    requirement.impact.add(target, receivers, failure.behind);
  }
}

void report_requirement(const Snapshot& snapshot, const Requirement& requirement,
                        Reporter& report) {
  const PeerAuthentication& policy = *requirement.mtls.policy;
  const istio::EffectiveMtls service = istio::namespace_mtls(snapshot, policy.ref.ns);
  const Impact& impact = requirement.impact;
  report
      .add(policy.ref, requirement.mtls.field,
           "STRICT here makes {} accept only mTLS, but clients look at the policies of namespace "
           "and mesh, which disable it, and send plaintext: {}",
           pods_text(impact), effect_of_plaintext(impact))
      .symptom("{}", symptom_of(impact, "503 UC", "connection reset"))
      .because(service.policy->ref, service.field, "sets DISABLE")
      .remedy("set {} of {} to PERMISSIVE: clients then send mTLS to each pod that takes it",
              service.field.text(), service.policy->ref.text());
}

void run(const Snapshot& snapshot, Reporter& report) {
  Requirements requirements;
  for (const AutomaticFailure* failure :
       snapshot.view<AutomaticFailures>().of(Mismatch::NamespaceDisables)) {
    note(*failure, requirements);
  }
  for (const auto& [place, requirement] : requirements) {
    report_requirement(snapshot, requirement, report);
  }
}

}  // namespace

constinit const Check kServiceAndWorkloadModes{
    .info = {.code = "MTLS009",
             .severity = Severity::Error,
             .title = "Service-level and workload-level modes agree",
             .reads = kClientKinds,
             .explain =
                 "Without a `tls` block in a DestinationRule clients choose by themselves (auto "
                 "mTLS). For that they look at the PeerAuthentications of the mesh and of the "
                 "namespace, not at those of a workload or of a port. If the former say `DISABLE` "
                 "and the latter `STRICT`, clients send plaintext, and the pods refuse it: `503 "
                 "UC`, or a reset connection.\n\n"
                 "Set the policy of the namespace (or mesh) to `PERMISSIVE`, and keep `DISABLE` "
                 "for the workloads that need it: that direction works."},
    .run = run,
};

}  // namespace mesh::mtls

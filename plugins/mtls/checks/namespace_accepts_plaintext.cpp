// SPDX-License-Identifier: Apache-2.0
//
// MTLS-4: PERMISSIVE, which is also the default, takes plaintext beside mTLS. It is meant for the
// time in which some workloads have no sidecar; once all have one, STRICT shuts the door.

#include "common/base/text.h"
#include "common/istio/mesh_config.h"
#include "common/istio/proxy.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/exposure.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/tls_blocks.h"
#include "plugins/mtls/workloads.h"

#include <algorithm>
#include <set>

namespace mesh::mtls {
namespace {

// Namespaces whose pods plaintext still comes to, as far as the input shows.
std::set<std::string_view> namespaces_with_plain_clients(const Snapshot& snapshot) {
  std::set<std::string_view> found;
  for (const Exposure& exposure : exposures(snapshot)) {
    for (const ServicePort* port : exposure.ports) {
      if (!receivers_of(snapshot, *exposure.service, *port).empty()) {
        found.insert(exposure.service->ref.ns);
      }
    }
  }
  for (const std::string_view ns : snapshot.namespace_names()) {
    if (!unmeshed_workloads(snapshot, ns).empty()) {
      found.insert(ns);
    }
  }
  return found;
}

// Workloads with a sidecar, and whether some of them follow the namespace's (or the mesh's) policy.
struct MeshedWorkloads {
  std::set<ObjectRef> all;
  bool follow_namespace = false;
};

MeshedWorkloads meshed_workloads(const Snapshot& snapshot, std::string_view ns,
                                 const PeerAuthentication* policy) {
  MeshedWorkloads found;
  for (const Pod& pod : snapshot.in_namespace<Pod>(ns)) {
    if (is_subject(snapshot, pod) && istio::is_in_mesh(snapshot, pod)) {
      found.all.insert(pod.workload);
      found.follow_namespace =
          found.follow_namespace || istio::effective_mtls(snapshot, pod, 0).policy == policy;
    }
  }
  return found;
}

std::string workloads_text(std::size_t count) {
  return count == 1 ? "the only workload of this namespace has a sidecar"
                    : fmt::format("all {} workloads of this namespace have sidecars", count);
}

void check_namespace(const Snapshot& snapshot, std::string_view ns, Reporter& report) {
  const istio::EffectiveMtls mtls = istio::namespace_mtls(snapshot, ns);
  if (mtls.mode != MtlsMode::PERMISSIVE) {
    return;
  }
  const MeshedWorkloads workloads = meshed_workloads(snapshot, ns, mtls.policy);
  if (!workloads.follow_namespace) {
    return;
  }
  const std::string which = workloads_text(workloads.all.size());
  if (mtls.policy != nullptr && mtls.policy->ref.ns == ns) {
    report.add(mtls.policy->ref, mtls.field, "{}, yet plaintext is still accepted", which)
        .remedy("set {} to STRICT once no client outside the mesh is left", mtls.field.text());
    return;
  }
  const Namespace* object = snapshot.find_namespace(ns);
  if (object == nullptr) {
    return;
  }
  Finding& finding = report
                         .add(object->ref, FieldPath("metadata", "name"),
                              "{}, yet plaintext is still accepted", which)
                         .remedy(
                             "create a PeerAuthentication with spec.mtls.mode STRICT in namespace "
                             "{} once no client outside the mesh is left",
                             ns);
  if (mtls.policy != nullptr) {
    finding.because(mtls.policy->ref, mtls.field, "sets PERMISSIVE for the mesh");
  }
}

// A cluster says itself which lists it refused.
void note_unseen_pods(const Snapshot& snapshot, std::string_view ns, Reporter& report) {
  if (!snapshot.is_live() && istio::namespace_mtls(snapshot, ns).mode == MtlsMode::PERMISSIVE) {
    report.cannot_tell(Kind::Pod, ns);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const std::string_view root = istio::root_namespace(snapshot);
  const std::set<std::string_view> plain = namespaces_with_plain_clients(snapshot);
  for (const std::string_view ns : snapshot.namespace_names()) {
    if (ns == root || plain.contains(ns) || istio::is_ignored_namespace(ns)) {
      continue;
    }
    if (snapshot.knows(Kind::Pod, ns)) {
      check_namespace(snapshot, ns, report);
    } else {
      note_unseen_pods(snapshot, ns, report);
    }
  }
}

}  // namespace

constinit const Check kNamespaceAcceptsPlaintext{
    .info =
        {.code = "MTLS024",
         .severity = Severity::Info,
         .title = "Namespace accepts only mTLS",
         .reads = kServerKinds | Kinds{Kind::Service, Kind::Ingress},
         .explain =
             "PERMISSIVE, Istio's default, accepts plaintext beside mTLS, so that workloads can "
             "get "
             "their sidecars one by one. While it lasts, anyone in the network can call the pods "
             "unencrypted and unauthenticated.\n\n"
             "Reported are namespaces all of whose workloads have sidecars, to which no Service or "
             "Ingress leads from outside the mesh. Create a PeerAuthentication named `default` "
             "with "
             "`mtls.mode: STRICT` there; look at the metric `istio_requests_total` with "
             "`connection_security_policy=none` first."},
    .run = run,
};

}  // namespace mesh::mtls

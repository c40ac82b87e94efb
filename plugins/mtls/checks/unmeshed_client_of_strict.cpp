// SPDX-License-Identifier: Apache-2.0
//
// MTLS-10, B.5 row 25: a workload without a sidecar sends plaintext, and a STRICT port resets it.
// Who calls whom no manifest says for certain: taken as callers are workloads that share a
// namespace with STRICT Services while others there have sidecars.

#include "common/base/text.h"
#include "common/istio/injection.h"
#include "common/istio/mesh_config.h"
#include "plugins/mtls/checks.h"
#include "plugins/mtls/mesh_kinds.h"
#include "plugins/mtls/tls_blocks.h"
#include "plugins/mtls/workloads.h"

#include <algorithm>
#include <unordered_map>

namespace mesh::mtls {
namespace {

struct StrictService {
  const Service* service = nullptr;
  istio::EffectiveMtls mtls;
};

// By namespace: Services that take only mTLS on some port.
using StrictServices = std::unordered_map<std::string_view, std::vector<StrictService>>;

StrictServices strict_services(const Snapshot& snapshot) {
  StrictServices found;
  for (const Service& service : snapshot.services()) {
    for (const ServicePort& port : service.ports) {
      const std::vector<Receiver> receivers = receivers_of(snapshot, service, port);
      const auto strict = std::find_if(receivers.begin(), receivers.end(),
                                       [](const Receiver& each) { return each.requires_mtls(); });
      if (strict != receivers.end()) {
        found[service.ref.ns].push_back({&service, *strict->accepts});
        break;
      }
    }
  }
  return found;
}

std::string lack_of(const UnmeshedWorkload& workload) {
  return workload.bare == workload.pods
             ? std::string("there is no sidecar")
             : fmt::format("{} of {} pods have no sidecar", workload.bare, workload.pods);
}

std::string remedy_of(const UnmeshedWorkload& workload, const istio::InjectionDecision& decision) {
  const std::string name = workload.pod->workload.text();
  if (decision.injected) {
    return workload.pod->workload.kind == Kind::Pod
               ? fmt::format("delete {} and create it again, so that it gets its sidecar", name)
               : fmt::format("restart {}, so that its pods get their sidecars", name);
  }
  return fmt::format("have {} injected, or accept plaintext (PERMISSIVE) until it is", name);
}

void report_neighbour(const Snapshot& snapshot, const UnmeshedWorkload& workload,
                      const std::vector<StrictService>& strict, Reporter& report) {
  const istio::InjectionDecision decision = istio::decide_injection(snapshot, *workload.pod);
  const InjectionPlace place = injection_place(snapshot, *workload.pod, decision);
  const std::string services =
      strict.size() == 1 ? strict.front().service->ref.text() + " accepts"
                         : std::to_string(strict.size()) + " services of its namespace accept";
  report
      .add(place.object, place.field, "{}, and {} only mTLS: what it sends there is reset",
           lack_of(workload), services)
      .symptom("connection reset")
      .because(strict.front().mtls.policy->ref, strict.front().mtls.field, "sets STRICT")
      .remedy("{}", remedy_of(workload, decision));
}

// A Service of its own pods does not make a workload a caller.
std::vector<StrictService> strict_neighbours(const Snapshot& snapshot, const StrictServices& strict,
                                             const Pod& pod) {
  const auto in_ns = strict.find(pod.ref.ns);
  std::vector<StrictService> others =
      in_ns == strict.end() ? std::vector<StrictService>{} : in_ns->second;
  const auto own = snapshot.services_selecting(pod);
  std::erase_if(others, [&](const StrictService& each) {
    return std::find(own.begin(), own.end(), each.service) != own.end();
  });
  return others;
}

bool states_strict(const PeerAuthentication& policy) {
  const auto is_strict = [](const MutualTls& mtls) { return mtls.mode == MtlsMode::STRICT; };
  return (policy.mtls && is_strict(*policy.mtls)) ||
         (policy.port_level_mtls &&
          std::any_of(policy.port_level_mtls->begin(), policy.port_level_mtls->end(),
                      [&](const auto& port) { return is_strict(port.second); }));
}

bool may_require_mtls(const Snapshot& snapshot, std::string_view ns) {
  const auto policies = snapshot.in_namespace<PeerAuthentication>(ns);
  return istio::namespace_mtls(snapshot, ns).mode == MtlsMode::STRICT ||
         std::any_of(policies.begin(), policies.end(), states_strict);
}

// A cluster says itself which lists it refused.
void note_unseen(const Snapshot& snapshot, std::string_view ns, Reporter& report) {
  if (!snapshot.is_live() && !istio::is_ignored_namespace(ns) && may_require_mtls(snapshot, ns) &&
      report.can_tell(snapshot, Kind::Pod, ns)) {
    report.can_tell(snapshot, Kind::Service, ns);
  }
}

void run(const Snapshot& snapshot, Reporter& report) {
  const StrictServices strict = strict_services(snapshot);
  for (const std::string_view ns : snapshot.namespace_names()) {
    note_unseen(snapshot, ns, report);
    for (const UnmeshedWorkload& workload : unmeshed_workloads(snapshot, ns)) {
      const Pod& pod = *workload.pod;
      if (pod.spec.host_network || serves_raw_tcp(snapshot, pod)) {
        continue;
      }
      const std::vector<StrictService> others = strict_neighbours(snapshot, strict, pod);
      if (!others.empty()) {
        report_neighbour(snapshot, workload, others, report);
      }
    }
  }
}

}  // namespace

constinit const Check kUnmeshedClientOfStrict{
    .info =
        {.code = "MTLS005",
         .severity = Severity::Warning,
         .title = "Workloads without a sidecar do not call STRICT services",
         .reads = kServerKinds | Kinds{Kind::Service},
         .explain =
             "A pod without a sidecar has no certificate of the mesh and sends plaintext. Where a "
             "PeerAuthentication is STRICT, the server's proxy resets that connection (`connection "
             "reset by peer`, or an empty reply).\n\n"
             "Reported are workloads without a sidecar in a namespace whose other workloads accept "
             "only mTLS. Databases and other servers of raw TCP are left out, for they rarely call "
             "anyone.\n\n"
             "Give the workload a sidecar, or keep the servers PERMISSIVE until it has one. If it "
             "calls none of them, suppress the finding."},
    .run = run,
};

}  // namespace mesh::mtls

// SPDX-License-Identifier: Apache-2.0
//
// Where clients with a sidecar would send plaintext all the same: auto mTLS is off (MTLS-21), a pod
// lacks the label by which they know its sidecar (MTLS-23), or a headless Service has a pod without
// one, which turns mTLS off for all of its pods (MTLS-26).

#include "common/istio/destination_rule.h"
#include "common/istio/endpoints.h"
#include "common/istio/mesh_config.h"
#include "common/istio/peer_authentication.h"
#include "common/istio/proxy.h"
#include "common/istio/service_registry.h"
#include "plugins/mtls/strict/review.h"
#include "plugins/mtls/workloads.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mesh::mtls {
namespace {

void review_mesh_config(const Snapshot& snapshot, StrictReview& review) {
  const ConfigMap* source = istio::mesh_config_source(snapshot);
  if (source != nullptr && !istio::auto_mtls_enabled(snapshot)) {
    review.blockers.push_back(
        {.object = source->ref,
         .field = FieldPath("data", "mesh"),
         .reason = "enableAutoMtls is false: clients with a sidecar send plaintext wherever no "
                   "DestinationRule says ISTIO_MUTUAL",
         .remedy = "remove enableAutoMtls from the mesh configuration"});
  }
}

void review_labels(const Snapshot& snapshot, std::string_view ns, StrictReview& review) {
  std::set<ObjectRef> told;
  for (const Pod& pod : snapshot.in_namespace<Pod>(ns)) {
    const bool is_unmarked =
        pod.is_running_object() && istio::has_sidecar(pod) && !istio::is_labelled_for_mtls(pod);
    if (is_unmarked && !pod.is_finished() && told.insert(pod.workload).second) {
      review.blockers.push_back(
          {.object = pod.ref,
           .field = FieldPath("metadata", "labels", "security.istio.io/tlsMode"),
           .reason = fmt::format("{} has a sidecar but not the label security.istio.io/tlsMode: "
                                 "istio, so clients send it plaintext",
                                 pod.workload.text()),
           .remedy = "remove the label from the pod template, where it keeps the injector from "
                     "setting it, and restart the workload"});
    }
  }
}

bool has_rule_for_mtls(const Snapshot& snapshot, const Service& service) {
  const istio::SelectedRules rules = istio::select_destination_rules(
      snapshot, service.ref.ns, istio::host_of(service), service.ref.ns);
  return std::any_of(service.ports.begin(), service.ports.end(), [&](const ServicePort& port) {
    const ClientTlsSettings* tls = istio::client_tls(rules, port.port).settings;
    return tls != nullptr && tls->effective_mode() == ClientTlsMode::ISTIO_MUTUAL;
  });
}

void review_headless(const Snapshot& snapshot, const Service& service, StrictReview& review) {
  const std::vector<const Pod*> pods = istio::pods_of(snapshot, service);
  const auto meshed = std::count_if(
      pods.begin(), pods.end(), [&](const Pod* pod) { return istio::is_in_mesh(snapshot, *pod); });
  const auto all = static_cast<std::ptrdiff_t>(pods.size());
  if (!service.is_headless() || meshed == 0 || meshed == all ||
      has_rule_for_mtls(snapshot, service)) {
    return;
  }
  review.blockers.push_back(
      {.object = service.ref,
       .field = FieldPath("spec", "clusterIP"),
       .reason = fmt::format("{} is headless and {} of its {} pods have no sidecar: clients send "
                             "plaintext to all of them, and the others would refuse it",
                             service.ref.text(), all - meshed, all),
       .remedy = "have all of its pods injected"});
}

}  // namespace

void review_auto_mtls(const Snapshot& snapshot, std::string_view ns, StrictReview& review) {
  review_mesh_config(snapshot, review);
  review_labels(snapshot, ns, review);
  for (const Service& service : snapshot.in_namespace<Service>(ns)) {
    review_headless(snapshot, service, review);
  }
}

}  // namespace mesh::mtls

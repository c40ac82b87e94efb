// SPDX-License-Identifier: Apache-2.0
//
// CRT-24: istiod writes ConfigMap istio-ca-root-cert into every namespace that it watches, and
// every proxy mounts it. Without it the kubelet cannot set up the volume, and pods stay in
// ContainerCreating.

#include "common/istio/mesh_ca.h"
#include "common/istio/mesh_config.h"
#include "plugins/certs/checks.h"
#include "plugins/certs/mesh_objects.h"

#include <algorithm>

namespace mesh::certs {
namespace {

// The Namespace, or the pod that suffers if nobody described the namespace.
const Object& object_of(const Snapshot& snapshot, const Pod& pod) {
  const Namespace* ns = snapshot.find_namespace(pod.ref.ns);
  return ns != nullptr ? static_cast<const Object&>(*ns) : pod;
}

bool is_deselected(const Snapshot& snapshot, const Namespace& ns) {
  const std::vector<LabelSelector>& selectors = istio::mesh_config(snapshot).discovery_selectors;
  Labels labels = ns.meta.labels;
  labels.set("kubernetes.io/metadata.name", ns.ref.name);
  return !selectors.empty() &&
         std::none_of(selectors.begin(), selectors.end(),
                      [&](const LabelSelector& selector) { return selector.matches(labels); });
}

void report_missing(const Snapshot& snapshot, const Pod& pod, Reporter& report) {
  const Object& object = object_of(snapshot, pod);
  const bool is_namespace = object.ref.kind == Kind::Namespace;
  Finding& finding = report.add(
      object.ref, FieldPath("metadata", is_namespace ? "name" : "namespace"),
      "namespace {} has pods of the mesh, but no ConfigMap {}: new pods stay in ContainerCreating",
      pod.ref.ns, istio::kRootConfigMap);
  finding.symptom("configmap \"{}\" not found", istio::kRootConfigMap);
  const Namespace* ns = snapshot.find_namespace(pod.ref.ns);
  if (ns != nullptr && is_deselected(snapshot, *ns)) {
    finding.because(istio::mesh_config_source(snapshot)->ref, FieldPath("data", "mesh"),
                    "has discoverySelectors that do not select this namespace");
    finding.remedy("label namespace {} so that discoverySelectors select it", pod.ref.ns);
  } else {
    finding.remedy(
        "look into istiod's log for why it does not write the ConfigMap, and restart istiod");
  }
}

// It is there, and of no use.
void report_unreadable(const ConfigMap& config_map, Reporter& report) {
  const std::optional<PemData>& root = config_map.data.root_certificate;
  const bool empty = !root || root->empty;
  report
      .add(config_map.ref, FieldPath("data", istio::kRootKey),
           "{} {}: proxies cannot verify istiod, and new pods never become ready", istio::kRootKey,
           empty ? "is missing or empty" : "holds no readable certificate")
      .remedy("delete the ConfigMap: istiod writes it anew");
}

bool is_going(const Snapshot& snapshot, std::string_view ns) {
  const Namespace* found = snapshot.find_namespace(ns);
  return found != nullptr && found->phase == "Terminating";
}

void run(const Snapshot& snapshot, Reporter& report) {
  if (istio::root_config_maps(snapshot).empty()) {
    report.cannot_tell(Kind::ConfigMap, {}, kRootConfigMaps);
    return;
  }
  if (!snapshot.is_live()) {
    report.can_tell(snapshot, Kind::Pod);
  }
  for (const Pod* pod : istio::first_meshed_pods(snapshot)) {
    if (const ConfigMap* config_map = istio::root_config_map(snapshot, pod->ref.ns)) {
      const std::optional<PemData>& root = config_map->data.root_certificate;
      if (!root || root->certificates.empty()) {
        report_unreadable(*config_map, report);
      }
    } else if (!is_going(snapshot, pod->ref.ns) && istio::can_miss_root(snapshot, pod->ref.ns)) {
      report_missing(snapshot, *pod, report);
    }
  }
}

}  // namespace

constinit const Check kNamespaceHasMeshRoot{
    .info =
        {.code = "CERT019",
         .severity = Severity::Error,
         .title = "Every meshed namespace has the mesh root",
         .reads = Kinds{Kind::ConfigMap, Kind::Namespace} | kPodsAndWorkloads,
         .explain =
             "Every proxy mounts the ConfigMap `istio-ca-root-cert` of its namespace to verify "
             "istiod. istiod writes it into each namespace, except those that its "
             "`discoverySelectors` leave out, where it even deletes it. If the ConfigMap is "
             "missing, new pods stay in ContainerCreating with `configmap \"istio-ca-root-cert\" "
             "not found`; pods that run already go on.\n\n"
             "Label the namespace so that discoverySelectors select it, or find out from istiod's "
             "log why it does not write the ConfigMap (no leader, no rights), and restart it."},
    .run = run,
};

}  // namespace mesh::certs

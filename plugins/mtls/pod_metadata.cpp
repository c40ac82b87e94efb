// SPDX-License-Identifier: Apache-2.0
#include "plugins/mtls/pod_metadata.h"

namespace mesh::mtls {
namespace {

MetadataPlace place_of(const Snapshot& snapshot, const Pod& pod, Labels ObjectMeta::*map,
                       std::string_view map_name, std::string_view key) {
  const Workload* workload = snapshot.workload_of(pod);
  if (workload != nullptr &&
      (workload->pod_template.meta.*map).find(key) == (pod.meta.*map).find(key)) {
    return {workload->ref, workload->template_path().with("metadata", map_name, key)};
  }
  return {pod.ref, pod.path("metadata", map_name, key)};
}

}  // namespace

MetadataPlace place_of_label(const Snapshot& snapshot, const Pod& pod, std::string_view key) {
  return place_of(snapshot, pod, &ObjectMeta::labels, "labels", key);
}

MetadataPlace place_of_annotation(const Snapshot& snapshot, const Pod& pod, std::string_view key) {
  return place_of(snapshot, pod, &ObjectMeta::annotations, "annotations", key);
}

MetadataPlace place_of(const Snapshot& snapshot, const Pod& pod, const istio::Bypass& bypass) {
  return bypass.is_annotation ? place_of_annotation(snapshot, pod, bypass.setting)
                              : MetadataPlace{.object = pod.ref, .field = bypass.field};
}

}  // namespace mesh::mtls

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/istio/redirection.h"
#include "common/model/snapshot.h"

#include <string_view>

namespace mesh::mtls {

// Where a label or annotation of a pod is to be changed: in the template of its workload if it
// stands there too, else in the pod.
struct MetadataPlace {
  ObjectRef object;
  FieldPath field;
};

MetadataPlace place_of_label(const Snapshot& snapshot, const Pod& pod, std::string_view key);
MetadataPlace place_of_annotation(const Snapshot& snapshot, const Pod& pod, std::string_view key);
// The mesh's own setting shows in the pod alone.
MetadataPlace place_of(const Snapshot& snapshot, const Pod& pod, const istio::Bypass& bypass);

}  // namespace mesh::mtls

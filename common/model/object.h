// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/time.h"
#include "common/model/labels.h"
#include "common/model/object_ref.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace mesh {

struct OwnerReference {
  std::string_view kind;
  std::string_view name;
  bool controller = false;
};

struct PodAnnotations;

// When a label was last written, as managedFields tell.
struct LabelTime {
  std::string_view key;
  Time time{};
};

struct LabelTimes {
  std::vector<LabelTime> entries;
};

struct ObjectMeta {
  std::string_view name;
  std::string_view generate_name;
  std::string_view ns;
  Labels labels;
  Labels annotations;
  std::optional<Time> creation_timestamp;  // absent in manifests that were never applied
  std::optional<Time> deletion_timestamp;
  std::vector<OwnerReference> owner_references;
  LabelTimes label_times;  // of istio-injection and istio.io/rev, if they are told
  std::shared_ptr<const PodAnnotations> pod_annotations;  // null unless there are such annotations
};

// What every object has.
struct Object {
  ObjectRef ref;
  ObjectMeta meta;
};

// GEN-2: Istio settles almost every conflict by creation time, then name, then namespace. An object
// without a creation time (a manifest) counts as newest.
bool is_older(const Object& a, const Object& b);

}  // namespace mesh

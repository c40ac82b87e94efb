// SPDX-License-Identifier: Apache-2.0
//
// INJ-16: the injector refuses a pod, and with it the API server, if the value of one of these
// annotations is invalid. All others may hold anything.
#pragma once

#include "common/model/object.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

struct AnnotationError {
  std::string_view key;
  std::string text;  // "invalid value 'x' for annotation 'k': …", as istiod says it
};

// In the order of the keys.
std::vector<AnnotationError> invalid_annotations(const ObjectMeta& meta);

}  // namespace mesh::istio

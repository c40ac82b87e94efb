// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/string_pool.h"
#include "common/model/pod_annotations.h"

#include <memory>

namespace mesh::load {

// Reads the documents in a pod's annotations; nullptr if it has none.
std::shared_ptr<const PodAnnotations> read_pod_annotations(StringPool& pool,
                                                           const Labels& annotations);

}  // namespace mesh::load

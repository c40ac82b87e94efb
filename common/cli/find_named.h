// SPDX-License-Identifier: Apache-2.0
//
// Objects named on the command line: TYPE/NAME in the namespace of -n, NAMESPACE/NAME or NAME
// where the type is clear.
#pragma once

#include "common/model/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::cli {

// The object of `kind` that NAME or NAMESPACE/NAME means; nullptr if there is none.
const Object* find_named(const Snapshot& snapshot, Kind kind, std::string_view word,
                         std::string_view default_ns);

// The pods (or stand-ins) that a word means: POD, NAMESPACE/POD, pod/POD, or TYPE/NAME of a
// workload or Service: its pods. Throws Error for what does not exist or has no pods.
std::vector<const Pod*> pods_named(const Snapshot& snapshot, std::string_view word,
                                   std::string_view default_ns);

}  // namespace mesh::cli

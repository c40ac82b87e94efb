// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/string_pool.h"
#include "common/model/core.h"

#include <string_view>

namespace mesh::load {

// Reads one entry of a ConfigMap's data if the mesh keeps its configuration under that key. Text
// that cannot be read leaves the member unset.
void read_config_entry(StringPool& pool, std::string_view key, std::string_view text,
                       ConfigMapData& out);

}  // namespace mesh::load

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/finding.h"
#include "common/load/sources.h"

namespace mesh::load {

// The same as Locator::locate for one document of a JSON source. O(size of the document).
Location locate_json(const Source& source, std::size_t document, const FieldPath& path);

}  // namespace mesh::load

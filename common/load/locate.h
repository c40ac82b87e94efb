// SPDX-License-Identifier: Apache-2.0
//
// File and line of a field, worked out only when there is something to report: the document is read
// again and the path is walked in it.
#pragma once

#include "common/check/finding.h"
#include "common/load/sources.h"

#include <memory>
#include <span>
#include <vector>

namespace mesh::load {

class Locator {
 public:
  explicit Locator(std::span<const Source> sources);
  ~Locator();
  Locator(const Locator&) = delete;
  Locator& operator=(const Locator&) = delete;

  // Where the field stands; if it is absent, its nearest present parent. An alias gives its
  // anchor's line. Empty for objects that do not come from a file. Keeps the last document parsed.
  Location locate(const Origin& origin, const FieldPath& path);

 private:
  struct Cache;

  std::span<const Source> sources_;
  std::unique_ptr<Cache> cache_;
};

// Fills in the places of findings and of their causes.
void locate_findings(std::vector<Finding>& findings, std::span<const Source> sources);

}  // namespace mesh::load

// SPDX-License-Identifier: Apache-2.0
#include "common/print/report.h"

#include <algorithm>

namespace mesh::print {

std::size_t Report::count(Severity severity) const {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [&](const Finding& finding) { return finding.check->severity == severity; }));
}

std::string as_names(const Report& report) {
  std::vector<std::string> names;
  for (const Finding& finding : report.findings) {
    if (finding.object.name.empty()) {
      continue;
    }
    const KindInfo& kind = info(finding.object.kind);
    names.push_back(std::string(kind.singular) + (kind.group.empty() ? "" : ".") +
                    std::string(kind.group) + "/" + std::string(finding.object.name));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string out;
  for (const std::string& name : names) {
    out += name + "\n";
  }
  return out;
}

}  // namespace mesh::print

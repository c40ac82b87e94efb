// SPDX-License-Identifier: Apache-2.0
#include "common/check/suppress.h"

#include "common/base/text.h"

#include <algorithm>

namespace mesh {
namespace {

bool own_annotation_names(std::string_view annotation, std::string_view code) {
  const std::vector<std::string_view> entries = split(annotation, ';');
  return std::any_of(entries.begin(), entries.end(), [&](std::string_view entry) {
    const std::string_view trimmed = trim(entry);
    return trimmed.substr(0, trimmed.find(' ')) == code;
  });
}

bool names_peer(std::string_view annotation, std::string_view peers) {
  const std::vector<std::string_view> codes = split(annotation, ',');
  return std::any_of(codes.begin(), codes.end(), [&](std::string_view code) {
    const std::string_view wanted = trim(code);
    return wanted == "*" || (!wanted.empty() && peers.find(wanted) != std::string_view::npos);
  });
}

bool is_suppressed(const Finding& finding, const Snapshot& snapshot) {
  const Object* object = snapshot.find(finding.object);
  if (object == nullptr) {
    return false;
  }
  const Labels& annotations = object->meta.annotations;
  return own_annotation_names(annotations.get("mesh.kubectl.io/ignore"), finding.check->code) ||
         names_peer(annotations.get("galley.istio.io/analyze-suppress"), finding.check->peers);
}

}  // namespace

std::size_t drop_suppressed(std::vector<Finding>& findings, const Snapshot& snapshot) {
  return std::erase_if(findings,
                       [&](const Finding& finding) { return is_suppressed(finding, snapshot); });
}

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
#include "common/load/locate.h"

#include "common/load/locate_json.h"

#include <algorithm>
#include <optional>
#include <yaml-cpp/yaml.h>

namespace mesh::load {
namespace {

struct Place {
  YAML::Node node;
  YAML::Mark mark;
};

// A list or map begins where its key stands, a scalar where it stands itself.
Place place_of_value(const YAML::Node& key, const YAML::Node& value) {
  return {value, value.IsScalar() ? value.Mark() : key.Mark()};
}

std::optional<Place> step_into_map(const YAML::Node& map, const std::string& key) {
  std::optional<Place> found;
  for (const auto& entry : map) {
    if (entry.first.IsScalar() && entry.first.Scalar() == key) {
      found =
          place_of_value(entry.first, entry.second);  // of a key given twice the last one counts
    }
  }
  return found;
}

std::optional<Place> step_into(const YAML::Node& node, const FieldPath::Step& step) {
  if (const auto* key = std::get_if<std::string>(&step)) {
    return node.IsMap() ? step_into_map(node, *key) : std::nullopt;
  }
  const std::size_t index = std::get<std::size_t>(step);
  if (!node.IsSequence() || index >= node.size()) {
    return std::nullopt;
  }
  return Place{node[index], node[index].Mark()};
}

YAML::Mark walk(const YAML::Node& root, const FieldPath& path) {
  Place place{root, root.Mark()};
  for (const FieldPath::Step& step : path.steps()) {
    const std::optional<Place> next = step_into(place.node, step);
    if (!next) {
      break;
    }
    place.node.reset(next->node);
    place.mark = next->mark;
  }
  return place.mark;
}

FieldPath within_document(const Origin& origin, const FieldPath& path) {
  return origin.item == Origin::kNotInList ? path : FieldPath("items", origin.item).with(path);
}

}  // namespace

struct Locator::Cache {
  std::uint32_t source = Origin::kNoSource;
  std::uint32_t document = 0;
  YAML::Node root;
  JsonLocator json;
};

Locator::Locator(std::span<const Source> sources)
    : sources_(sources), cache_(std::make_unique<Cache>()) {}

Locator::~Locator() = default;

Location Locator::locate(const Origin& origin, const FieldPath& path) {
  if (origin.source == Origin::kNoSource) {
    return {};
  }
  const Source& source = sources_[origin.source];
  const DocumentSpan& span = source.documents[origin.document];
  if (source.is_json) {
    return cache_->json.locate(source, origin, path);
  }
  if (cache_->source != origin.source || cache_->document != origin.document) {
    cache_->root.reset(YAML::Load(std::string(source.document_text(origin.document))));
    cache_->source = origin.source;
    cache_->document = origin.document;
  }
  const YAML::Mark mark = walk(cache_->root, within_document(origin, path));
  return {source.name, span.line + static_cast<std::size_t>(std::max(mark.line, 0)),
          static_cast<std::size_t>(std::max(mark.column, 0)) + 1};
}

void locate_findings(std::vector<Finding>& findings, std::span<const Source> sources) {
  Locator locator(sources);
  for (Finding& finding : findings) {
    if (finding.location.file.empty()) {
      finding.location = locator.locate(finding.object.origin, finding.field);
    }
  }
  for (Finding& finding : findings) {
    for (Cause& cause : finding.causes) {
      cause.location = locator.locate(cause.object.origin, cause.field);
    }
  }
}

}  // namespace mesh::load

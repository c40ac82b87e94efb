// SPDX-License-Identifier: Apache-2.0
#include "tests/support/snapshot_of.h"

#include "common/load/document_decoder.h"
#include "common/load/yaml_to_json.h"

#include <stdexcept>

namespace mesh::test {
namespace {

Kinds every_kind() {
  Kinds kinds;
  for (const KindInfo& kind : all_kinds()) {
    kinds.add(kind.kind);
  }
  return kinds;
}

void decode(std::string_view yaml, SnapshotBuilder& builder) {
  load::DocumentDecoder decoder(builder, "default", every_kind());
  for (const load::DocumentSpan& span : load::split_yaml_documents(yaml)) {
    const load::YamlDocument document = load::yaml_to_json(yaml.substr(span.offset, span.size));
    if (!document.problems.empty()) {
      throw std::runtime_error(document.problems.front().message);
    }
    if (!document.json.empty()) {
      decoder.decode(document.json, {});
    }
  }
  for (const Finding& finding : decoder.take_findings()) {
    throw std::runtime_error(finding.message);
  }
}

}  // namespace

Snapshot snapshot_of(std::string_view yaml) {
  SnapshotBuilder builder(SnapshotBuilder::From::Files);
  decode(yaml, builder);
  return builder.finish();
}

Snapshot live_snapshot_of(std::string_view yaml) {
  SnapshotBuilder builder(SnapshotBuilder::From::Cluster);
  decode(yaml, builder);
  for (const KindInfo& kind : all_kinds()) {
    builder.cover_everywhere(kind.kind);
  }
  return builder.finish();
}

}  // namespace mesh::test

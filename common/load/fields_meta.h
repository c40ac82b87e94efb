// SPDX-License-Identifier: Apache-2.0
// meta/v1: what objects of all groups have.
#pragma once

#include "common/load/fields.h"
#include "common/load/json_reader.h"
#include "common/load/protobuf_reader.h"
#include "common/model/object.h"

namespace mesh::load {

template <>
struct FieldsOf<OwnerReference> {
  static constexpr auto kFields =
      fields(field("kind", 1, &OwnerReference::kind), field("name", 3, &OwnerReference::name),
             field("controller", 6, &OwnerReference::controller));
};

// metadata.managedFields, of which only the labels that enrol a namespace or pod are kept.
template <>
struct CustomReader<LabelTimes> {
  static void from_json(JsonReader& reader, JsonReader::Value value, LabelTimes& out);
  static void from_protobuf(ProtobufReader& reader, ProtobufReader::Message& message,
                            LabelTimes& out);
};

template <>
struct FieldsOf<ObjectMeta> {
  static constexpr auto kFields = fields(
      field("name", 1, &ObjectMeta::name), field("generateName", 2, &ObjectMeta::generate_name),
      field("namespace", 3, &ObjectMeta::ns),
      field("creationTimestamp", 8, &ObjectMeta::creation_timestamp),
      field("deletionTimestamp", 9, &ObjectMeta::deletion_timestamp),
      field("labels", 11, &ObjectMeta::labels), field("annotations", 12, &ObjectMeta::annotations),
      field("ownerReferences", 13, &ObjectMeta::owner_references),
      field("managedFields", 17, &ObjectMeta::label_times));
};

template <>
struct FieldsOf<LabelSelector::Requirement> {
  static constexpr auto kFields = fields(field("key", 1, &LabelSelector::Requirement::key),
                                         field("operator", 2, &LabelSelector::Requirement::op),
                                         field("values", 3, &LabelSelector::Requirement::values));
};

template <>
struct FieldsOf<LabelSelector> {
  static constexpr auto kFields =
      fields(field("matchLabels", 1, &LabelSelector::match_labels),
             field("matchExpressions", 2, &LabelSelector::match_expressions));
};

}  // namespace mesh::load

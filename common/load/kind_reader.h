// SPDX-License-Identifier: Apache-2.0
// How an object of each kind is read from its two wire forms.
#pragma once

#include "common/load/json_reader.h"
#include "common/load/known_fields.h"
#include "common/load/pod_annotations.h"
#include "common/load/protobuf_reader.h"
#include "common/model/snapshot_builder.h"

#include <array>
#include <optional>
#include <span>
#include <type_traits>

namespace mesh::load {

// What the reader cannot see in the object itself.
struct ObjectContext {
  Origin origin;
  std::string_view api_version;
  std::string_view default_ns;  // for namespaced objects that state none
};

// Both add the object to the builder and name it, or add nothing if it has no name.
// `from_protobuf` is null for kinds that have no such form. `list_fields` tells what is read.
struct KindReader {
  Kind kind;
  std::optional<ObjectRef> (*from_json)(JsonReader&, JsonReader::Object, const ObjectContext&,
                                        SnapshotBuilder&);
  std::optional<ObjectRef> (*from_protobuf)(ProtobufReader&, ProtobufReader::Message,
                                            const ObjectContext&, SnapshotBuilder&);
  void (*list_fields)(KnownFields&);
};

// The documents in annotations of pods and pod templates.
template <typename T>
void read_annotations(StringPool& pool, T& object) {
  if constexpr (std::is_same_v<T, Pod>) {
    object.meta.pod_annotations = read_pod_annotations(pool, object.meta.annotations);
  } else if constexpr (std::is_base_of_v<Workload, T>) {
    ObjectMeta& meta = object.pod_template.meta;
    meta.pod_annotations = read_pod_annotations(pool, meta.annotations);
  }
}

template <typename T>
std::optional<ObjectRef> add_named(Kind kind, T object, const ObjectContext& context,
                                   SnapshotBuilder& builder) {
  const ObjectMeta& meta = object.meta;
  const std::string_view name = meta.name.empty() ? meta.generate_name : meta.name;
  const std::string_view ns = !info(kind).namespaced ? std::string_view()
                              : meta.ns.empty()      ? builder.pool().intern(context.default_ns)
                                                     : meta.ns;
  if (name.empty()) {
    return std::nullopt;
  }
  object.ref = {.kind = kind,
                .ns = ns,
                .name = name,
                .api_version = builder.pool().intern(context.api_version),
                .origin = context.origin};
  read_annotations(builder.pool(), object);
  const ObjectRef ref = object.ref;
  builder.add(std::move(object));
  return ref;
}

template <typename T, Kind kKind>
std::optional<ObjectRef> read_json_object(JsonReader& reader, JsonReader::Object json,
                                          const ObjectContext& context, SnapshotBuilder& builder) {
  T object;
  reader.read_fields(json, object);
  return add_named(kKind, std::move(object), context, builder);
}

template <typename T, Kind kKind>
std::optional<ObjectRef> read_protobuf_object(ProtobufReader& reader,
                                              ProtobufReader::Message message,
                                              const ObjectContext& context,
                                              SnapshotBuilder& builder) {
  T object;
  reader.read_fields(message, object);
  return add_named(kKind, std::move(object), context, builder);
}

template <typename T>
void list_fields(KnownFields& fields) {
  fields.add_fields_of<T>();
}

template <typename T, Kind kKind>
constexpr KindReader kind_reader() {
  return {kKind, read_json_object<T, kKind>, read_protobuf_object<T, kKind>, list_fields<T>};
}

// Custom resources, which API servers serve as JSON only.
template <typename T, Kind kKind>
constexpr KindReader json_kind_reader() {
  return {kKind, read_json_object<T, kKind>, nullptr, list_fields<T>};
}

// One span per API group, from the file of that group.
std::span<const KindReader> core_readers();
std::span<const KindReader> pod_readers();
std::span<const KindReader> workload_readers();
std::span<const KindReader> endpoint_readers();
std::span<const KindReader> admission_readers();
std::span<const KindReader> istio_traffic_readers();
std::span<const KindReader> istio_security_readers();
std::span<const KindReader> monitoring_readers();

const KindReader& reader_of(Kind kind);

}  // namespace mesh::load

// SPDX-License-Identifier: Apache-2.0
// core/v1 Namespace, Secret, ConfigMap. Of secrets and config maps only what the mesh itself puts
// there is kept.
#include "common/base/text.h"
#include "common/load/embedded_config.h"
#include "common/load/fields_meta.h"
#include "common/load/kind_reader.h"
#include "common/load/secret_bytes.h"

namespace mesh::load {

template <>
struct CustomReader<SecretData> {
  static void from_json(JsonReader& reader, JsonReader::Value value, SecretData& out) {
    reader.for_each_entry(value, [&](std::string_view key, JsonReader::Value entry) {
      if (const auto text = reader.read_string(entry)) {
        out.entries.push_back({key, pem_from_base64(*text)});
      }
    });
  }

  static void from_protobuf(ProtobufReader& reader, ProtobufReader::Message& message,
                            SecretData& out) {
    reader.read_entry(message, [&](std::string_view key, std::string_view bytes) {
      out.entries.push_back({key, pem_from_bytes(bytes)});
    });
  }
};

template <>
struct CustomReader<SecretStringData> {
  static void from_json(JsonReader& reader, JsonReader::Value value, SecretStringData& out) {
    reader.for_each_entry(value, [&](std::string_view key, JsonReader::Value entry) {
      if (const auto text = reader.read_string(entry)) {
        out.entries.push_back({key, pem_from_bytes(*text)});
      }
    });
  }

  // API servers never send it.
  static void from_protobuf(ProtobufReader& /*reader*/, ProtobufReader::Message& message,
                            SecretStringData& /*out*/) {
    message.skip();
  }
};

template <>
struct CustomReader<ConfigMapData> {
  static void from_json(JsonReader& reader, JsonReader::Value value, ConfigMapData& out) {
    reader.for_each_entry(value, [&](std::string_view key, JsonReader::Value entry) {
      if (const auto text = reader.read_string(entry)) {
        read_config_entry(reader.pool(), key, *text, out);
      }
    });
  }

  static void from_protobuf(ProtobufReader& reader, ProtobufReader::Message& message,
                            ConfigMapData& out) {
    reader.read_entry(message, [&](std::string_view key, std::string_view text) {
      read_config_entry(reader.pool(), key, text, out);
    });
  }
};

template <>
struct FieldsOf<Namespace> {
  static constexpr auto kFields = fields(field("metadata", 1, &Namespace::meta),
                                         group("status", 3, field("phase", 1, &Namespace::phase)));
};

template <>
struct FieldsOf<Node> {
  static constexpr auto kFields = fields(
      field("metadata", 1, &Node::meta),
      group("status", 3, group("nodeInfo", 7, field("kubeletVersion", 7, &Node::kubelet_version))));
};

template <>
struct FieldsOf<Secret> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &Secret::meta), field("data", 2, &Secret::data),
             field("type", 3, &Secret::type), field("stringData", 4, &Secret::string_data));
};

template <>
struct FieldsOf<ConfigMap> {
  static constexpr auto kFields =
      fields(field("metadata", 1, &ConfigMap::meta), field("data", 2, &ConfigMap::data));
};

std::span<const KindReader> core_readers() {
  static constexpr std::array kReaders{
      kind_reader<Namespace, Kind::Namespace>(), kind_reader<Secret, Kind::Secret>(),
      kind_reader<ConfigMap, Kind::ConfigMap>(), kind_reader<Node, Kind::Node>()};
  return kReaders;
}

}  // namespace mesh::load

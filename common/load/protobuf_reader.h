// SPDX-License-Identifier: Apache-2.0
//
// Fills structs from Kubernetes protobuf by their field tables; unknown fields are skipped. Only
// load/ may include this file: it brings in protozero.
#pragma once

#include "common/base/string_pool.h"
#include "common/base/time.h"
#include "common/load/fields.h"
#include "common/model/int_or_string.h"
#include "common/model/istio_common.h"
#include "common/model/labels.h"

#include <protozero/pbf_reader.hpp>

#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace mesh::load {

class ProtobufReader {
 public:
  using Message = protozero::pbf_reader;

  explicit ProtobufReader(StringPool& pool) : pool_(pool) {}

  // Throws protozero::exception if the bytes are broken.
  template <typename T>
  void read_fields(Message message, T& out) {
    read_table(FieldsOf<T>::kFields, message, out);
  }

  // Reads the current field of `message` into `out`.
  template <typename T>
  void read(Message& message, T& out) {
    if constexpr (HasCustomReader<T>) {
      CustomReader<T>::from_protobuf(*this, message, out);
    } else if constexpr (HasFields<T>) {
      read_fields(message.get_message(), out);
    } else if constexpr (std::is_enum_v<T>) {
      message.skip();  // enums are Istio's, which are JSON only
    } else {
      read_plain(message, out);
    }
  }

  std::string_view intern(std::string_view text) { return pool_.intern(text); }

  StringPool& pool() { return pool_; }

  static std::string_view bytes(Message& message) {
    const protozero::data_view view = message.get_view();
    return {view.data(), view.size()};
  }

  // The current field as an entry of a map: function(key, message positioned at the value). An
  // entry without a value has an empty one.
  template <typename Function>
  void read_entry(Message& message, Function&& function) {
    std::string_view key;
    Message entry = message.get_message();
    bool had_value = false;
    while (entry.next()) {
      if (entry.tag() == 1) {
        key = intern(bytes(entry));
      } else if (entry.tag() == 2) {
        function(key, bytes(entry));
        had_value = true;
      } else {
        entry.skip();
      }
    }
    if (!had_value) {
      function(key, std::string_view());
    }
  }

 private:
  template <typename Table, typename T>
  void read_table(const Table& table, Message& message, T& out) {
    while (message.next()) {
      const bool known = std::apply(
          [&](const auto&... each) { return (read_if_numbered(each, message, out) || ...); },
          table);
      if (!known) {
        message.skip();
      }
    }
  }

  template <typename Class, typename Member, typename T>
  bool read_if_numbered(const Field<Class, Member>& field, Message& message, T& out) {
    if (field.number == kJsonOnly || field.number != message.tag()) {
      return false;
    }
    read(message, out.*(field.member));
    return true;
  }

  template <typename... Fields, typename T>
  bool read_if_numbered(const Group<Fields...>& group, Message& message, T& out) {
    if (group.number != message.tag()) {
      return false;
    }
    Message inner = message.get_message();
    read_table(group.fields, inner, out);
    return true;
  }

  void read_plain(Message& message, std::string_view& out) { out = intern(bytes(message)); }

  void read_plain(Message& message, bool& out) { out = message.get_bool(); }

  void read_plain(Message& message, std::int32_t& out) { out = message.get_int32(); }

  void read_plain(Message& message, std::int64_t& out) { out = message.get_int64(); }

  void read_plain(Message& message, double& out) { out = message.get_double(); }

  void read_plain(Message& message, IntOrString& out);
  void read_plain(Message& message, Labels& out);
  void read_plain(Message& message, Time& out);

  template <typename T>
  void read_plain(Message& message, std::optional<T>& out) {
    if (!out) {
      out.emplace();
    }
    read(message, *out);
  }

  template <typename T>
  void read_plain(Message& message, std::vector<T>& out) {
    read(message, out.emplace_back());
  }

  StringPool& pool_;
};

}  // namespace mesh::load

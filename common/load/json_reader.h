// SPDX-License-Identifier: Apache-2.0
//
// Fills structs from JSON by their field tables, in one pass over the text; what no table names is
// skipped. Only load/ may include this file: it brings in simdjson.
#pragma once

#include "common/base/string_pool.h"
#include "common/base/time.h"
#include "common/load/fields.h"
#include "common/load/read_issue.h"
#include "common/model/int_or_string.h"
#include "common/model/istio_common.h"
#include "common/model/labels.h"

#include <simdjson.h>

#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace mesh::load {

class JsonReader {
 public:
  using Value = simdjson::ondemand::value;
  using Object = simdjson::ondemand::object;

  JsonReader(StringPool& pool, std::vector<ReadIssue>& issues) : pool_(pool), issues_(issues) {}

  // Throws simdjson::simdjson_error if the text itself is broken; a value of a wrong type is noted
  // as an issue and skipped.
  template <typename T>
  void read_fields(Object object, T& out) {
    for (auto entry : object) {
      const std::string_view key = entry.unescaped_key();
      Value value = entry.value();
      read_member(FieldsOf<T>::kFields, key, value, out);
    }
  }

  template <typename T>
  void read(Value value, T& out) {
    if (value.is_null()) {
      return;
    }
    if constexpr (HasCustomReader<T>) {
      CustomReader<T>::from_json(*this, value, out);
    } else if constexpr (HasFields<T>) {
      if (expect(value, simdjson::ondemand::json_type::object, "an object")) {
        read_fields(value.get_object().value(), out);
      }
    } else if constexpr (std::is_enum_v<T>) {
      read_enum(value, out);
    } else {
      read_plain(value, out);
    }
  }

  std::string_view intern(std::string_view text) { return pool_.intern(text); }

  StringPool& pool() { return pool_; }

  // Reads `value` with `key` or an index as one more step of the path that issues name.
  template <typename Step, typename T>
  void read_at(Step step, Value value, T& out) {
    path_.emplace_back(step);
    read(value, out);
    path_.pop_back();
  }

  // Calls function(key, value) for each entry of a JSON object.
  template <typename Function>
  void for_each_entry(Value value, Function&& function) {
    if (!expect(value, simdjson::ondemand::json_type::object, "an object")) {
      return;
    }
    simdjson::ondemand::object object = value.get_object();
    for (auto entry : object) {
      const std::string_view key = intern(entry.unescaped_key());
      path_.emplace_back(key);
      function(key, Value(entry.value()));
      path_.pop_back();
    }
  }

  // The text, or nullopt with an issue noted.
  std::optional<std::string_view> read_string(Value value) {
    if (!expect(value, simdjson::ondemand::json_type::string, "a string")) {
      return std::nullopt;
    }
    return std::string_view(value.get_string());
  }

  void note(std::string expected, std::string found);

 private:
  using Step = std::variant<std::string_view, std::size_t>;

  template <typename Fields, typename T>
  bool read_member(const Fields& table, std::string_view key, Value& value, T& out) {
    return std::apply(
        [&](const auto&... each) { return (read_if_named(each, key, value, out) || ...); }, table);
  }

  template <typename Class, typename Member, typename T>
  bool read_if_named(const Field<Class, Member>& field, std::string_view key, Value& value,
                     T& out) {
    if (field.name != key) {
      return false;
    }
    out.*(field.member) = Member{};  // of a key given twice the last one counts
    read_at(field.name, value, out.*(field.member));
    return true;
  }

  template <typename... Fields, typename T>
  bool read_if_named(const Group<Fields...>& group, std::string_view key, Value& value, T& out) {
    if (group.name.empty()) {
      return read_member(group.fields, key, value, out);
    }
    if (group.name != key) {
      return false;
    }
    path_.emplace_back(group.name);
    if (!value.is_null() && expect(value, simdjson::ondemand::json_type::object, "an object")) {
      simdjson::ondemand::object object = value.get_object();
      for (auto entry : object) {
        const std::string_view inner = entry.unescaped_key();
        Value inner_value = entry.value();
        read_member(group.fields, inner, inner_value, out);
      }
    }
    path_.pop_back();
    return true;
  }

  void read_plain(Value value, std::string_view& out);
  void read_plain(Value value, bool& out);
  void read_plain(Value value, std::int32_t& out);
  void read_plain(Value value, std::int64_t& out);
  void read_plain(Value value, double& out);
  void read_plain(Value value, IntOrString& out);
  void read_plain(Value value, Labels& out);
  void read_plain(Value value, Time& out);

  template <typename T>
  void read_plain(Value value, std::optional<T>& out) {
    if constexpr (HasFields<T>) {
      if (expect(value, simdjson::ondemand::json_type::object, "an object")) {
        read_fields(value.get_object().value(), out.emplace());
      }
    } else {
      const std::size_t issues_before = issues_.size();
      T inner{};
      read(value, inner);
      if (HasCustomReader<T> || issues_.size() == issues_before) {
        out = std::move(inner);
      }
    }
  }

  template <typename T>
  void read_plain(Value value, std::vector<T>& out) {
    if (!expect(value, simdjson::ondemand::json_type::array, "a list")) {
      return;
    }
    std::size_t index = 0;
    for (auto element : value.get_array()) {
      read_at(index++, Value(element.value()), out.emplace_back());
    }
  }

  template <typename T>
  void read_plain(Value value, Map<T>& out) {
    for_each_entry(value, [&](std::string_view key, Value entry) {
      out.emplace_back(key, T{});
      read(entry, out.back().second);
    });
  }

  template <typename E>
  void read_enum(Value value, E& out) {
    const auto text = read_string(value);
    if (!text) {
      return;
    }
    for (const auto& [name, constant] : EnumNames<E>::kNames) {
      if (name == *text) {
        out = constant;
        return;
      }
    }
    note_enum(*text, EnumNames<E>::kNames);
  }

  template <typename Names>
  void note_enum(std::string_view text, const Names& names) {
    std::string expected;
    for (const auto& [name, constant] : names) {
      expected += (expected.empty() ? "" : ", ") + std::string(name);
    }
    note("one of " + expected, "\"" + std::string(text) + "\"");
  }

  bool expect(Value& value, simdjson::ondemand::json_type type, std::string_view name);

  StringPool& pool_;
  std::vector<ReadIssue>& issues_;
  std::vector<Step> path_;
};

}  // namespace mesh::load

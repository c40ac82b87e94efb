// SPDX-License-Identifier: Apache-2.0
//
// The field tables as a list: every field of a kind that is read, by the path that leads to it.
#pragma once

#include "common/load/fields.h"
#include "common/model/istio_common.h"
#include "common/model/labels.h"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace mesh::load {

inline constexpr std::string_view kListElement = "[]";
inline constexpr std::string_view kMapValue = "{}";

// Collects paths such as {"spec", "ports", "[]", "name"}, parents before children.
class KnownFields {
 public:
  using Path = std::vector<std::string_view>;

  template <typename T>
  void add_fields_of() {
    std::apply([&](const auto&... each) { (add(each), ...); }, FieldsOf<T>::kFields);
  }

  const std::vector<Path>& paths() const { return paths_; }

 private:
  template <typename T>
  struct TypeOf {};

  template <typename Class, typename Member>
  void add(const Field<Class, Member>& field) {
    enter(field.name);
    add_below(TypeOf<Member>{});
    path_.pop_back();
  }

  template <typename... Fields>
  void add(const Group<Fields...>& group) {
    if (!group.name.empty()) {
      enter(group.name);
    }
    std::apply([&](const auto&... each) { (add(each), ...); }, group.fields);
    if (!group.name.empty()) {
      path_.pop_back();
    }
  }

  template <typename T>
  void add_below(TypeOf<T> /*type*/) {
    if constexpr (HasFields<T> && !HasCustomReader<T>) {
      add_fields_of<T>();
    }
  }

  template <typename T>
  void add_below(TypeOf<std::optional<T>> /*type*/) {
    add_below(TypeOf<T>{});
  }

  template <typename T>
  void add_below(TypeOf<std::vector<T>> /*type*/) {
    add_inside<T>(kListElement);
  }

  template <typename T>
  void add_below(TypeOf<Map<T>> /*type*/) {
    add_inside<T>(kMapValue);
  }

  void add_below(TypeOf<Labels> /*type*/) { add_inside<std::string_view>(kMapValue); }

  template <typename T>
  void add_inside(std::string_view step) {
    enter(step);
    add_below(TypeOf<T>{});
    path_.pop_back();
  }

  void enter(std::string_view step) {
    path_.push_back(step);
    paths_.push_back(path_);
  }

  Path path_;
  std::vector<Path> paths_;
};

}  // namespace mesh::load

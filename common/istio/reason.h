// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/field_path.h"
#include "common/model/object_ref.h"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace mesh::istio {

// One thing that was looked at on the way to an answer, and what came of it.
struct Reason {
  std::string text;
  ObjectRef object{};   // no name: it rests on no object
  FieldPath field{};    // in that object
  bool detail = false;  // something that was passed over
};

// The reasons of one answer, in the order in which things are looked at.
class Reasons {
 public:
  template <typename... Args>
  void add(const ObjectRef& object, FieldPath field, fmt::format_string<Args...> format,
           Args&&... args) {
    list_.push_back({fmt::format(format, std::forward<Args>(args)...), object, std::move(field)});
  }

  // A reason that rests on no object.
  template <typename... Args>
  void note(fmt::format_string<Args...> format, Args&&... args) {
    list_.push_back({.text = fmt::format(format, std::forward<Args>(args)...)});
  }

  // Something that was looked at and passed over.
  template <typename... Args>
  void pass_over(const ObjectRef& object, FieldPath field, fmt::format_string<Args...> format,
                 Args&&... args) {
    add(object, std::move(field), format, std::forward<Args>(args)...);
    list_.back().detail = true;
  }

  // The last one decides.
  void decide() { decided_by_ = list_.size() - 1; }

  const std::vector<Reason>& list() const { return list_; }

  // An index in list(); beyond its end while nothing decides.
  std::size_t decided_by() const { return decided_by_; }

 private:
  static constexpr std::size_t kNothing = static_cast<std::size_t>(-1);

  std::vector<Reason> list_;
  std::size_t decided_by_ = kNothing;
};

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// JSON objects made from the list of the fields that are read.
#pragma once

#include "common/load/known_fields.h"
#include "common/model/kinds.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace mesh::test {

inline std::string nest(const load::KnownFields::Path& path, std::size_t from,
                        std::string_view value) {
  if (from == path.size()) {
    return std::string(value);
  }
  const std::string inner = nest(path, from + 1, value);
  if (path[from] == load::kListElement) {
    return "[" + inner + "]";
  }
  const std::string key = path[from] == load::kMapValue ? "key" : std::string(path[from]);
  // Only an object with a name is read on.
  const bool holds_name = from == 1 && path[0] == "metadata" && key != "name";
  return fmt::format(R"({{"{}":{}{}}})", key, inner, holds_name ? R"(,"name":"subject")" : "");
}

inline std::string object_of(const KindInfo& kind, std::string_view body) {
  const std::string group = kind.group.empty() ? "" : std::string(kind.group) + "/";
  return fmt::format(R"({{"apiVersion":"{}{}","kind":"{}",{}}})", group, kind.versions.front(),
                     kind.name, body);
}

// The object "subject" with `value` in the one field that the path leads to.
inline std::string object_with(const KindInfo& kind, const load::KnownFields::Path& path,
                               std::string_view value) {
  const std::string nested = nest(path, 0, value);
  const std::string body = nested.substr(1, nested.size() - 2);
  return object_of(kind, path[0] == "metadata" ? body : R"("metadata":{"name":"subject"},)" + body);
}

}  // namespace mesh::test

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/kinds.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

namespace mesh {

// Where an object was read: the source's number, the document in it, and the item if that document
// is a List. Turned into file and line only for findings.
struct Origin {
  static constexpr std::uint32_t kNoSource = 0xffffffff;
  static constexpr std::uint32_t kNotInList = 0xffffffff;

  std::uint32_t source = kNoSource;
  std::uint32_t document = 0;
  std::uint32_t item = kNotInList;
};

// Names one object. The texts belong to the snapshot.
struct ObjectRef {
  Kind kind = Kind::Namespace;
  std::string_view ns{};  // empty for cluster-scoped kinds
  std::string_view name{};
  std::string_view api_version{};
  Origin origin{};

  // "service shop/cart", to be pasted after `kubectl get`; "namespace shop" if cluster-scoped.
  std::string text() const;
  // "shop/cart".
  std::string qualified_name() const;

  // The namespace whose reader cares: a Namespace object's own name, otherwise `ns`.
  std::string_view scope() const { return kind == Kind::Namespace ? name : ns; }

  friend bool operator==(const ObjectRef& a, const ObjectRef& b) { return a.key() == b.key(); }

  friend bool operator<(const ObjectRef& a, const ObjectRef& b) { return a.key() < b.key(); }

 private:
  std::tuple<std::string_view, Kind, std::string_view> key() const { return {ns, kind, name}; }
};

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/snapshot_builder.h"

#include <functional>
#include <type_traits>
#include <utility>

namespace mesh::truth {

template <typename T>
class MeshCopy {
 public:
  MeshCopy(const Snapshot& original, const std::function<void(T&)>& change)
      : original_(original), change_(change) {
    copy_all(std::type_identity<Snapshot::Objects>{});
  }

  Snapshot take() { return builder_.finish(); }

 private:
  template <typename... Us>
  void copy_all(std::type_identity<std::tuple<std::vector<Us>...>> /*types*/) {
    (copy<Us>(), ...);
  }

  template <typename U>
  void copy() {
    for (const U& object : original_.all<U>()) {
      if constexpr (std::is_same_v<U, Pod>) {
        if (object.stands_in) {
          continue;  // made again from its template
        }
      }
      U copied = object;
      if constexpr (std::is_same_v<U, T>) {
        change_(copied);
      }
      builder_.add(std::move(copied));
    }
  }

  const Snapshot& original_;
  const std::function<void(T&)>& change_;
  SnapshotBuilder builder_{SnapshotBuilder::From::Files};
};

// A copy of the mesh in which `change` has seen every object of type T. Refers to the texts of the
// original.
template <typename T>
Snapshot changed(const Snapshot& original, const std::function<void(T&)>& change) {
  return MeshCopy<T>(original, change).take();
}

}  // namespace mesh::truth

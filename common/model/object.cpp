// SPDX-License-Identifier: Apache-2.0
#include "common/model/object.h"

#include <tuple>

namespace mesh {

bool is_older(const Object& a, const Object& b) {
  const auto time = [](const Object& object) {
    return object.meta.creation_timestamp.value_or(Time::max());
  };
  return std::make_tuple(time(a), a.ref.name, a.ref.ns) <
         std::make_tuple(time(b), b.ref.name, b.ref.ns);
}

}  // namespace mesh

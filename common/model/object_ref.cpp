// SPDX-License-Identifier: Apache-2.0
#include "common/model/object_ref.h"

namespace mesh {

std::string ObjectRef::text() const {
  return std::string(info(kind).singular) + " " + qualified_name();
}

std::string ObjectRef::qualified_name() const {
  return ns.empty() ? std::string(name) : std::string(ns) + "/" + std::string(name);
}

}  // namespace mesh

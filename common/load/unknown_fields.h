// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/field_path.h"
#include "common/model/kinds.h"

#include <simdjson.h>

#include <optional>
#include <string>
#include <vector>

namespace mesh::load {

// A field that the API of its kind does not have, and the neighbour that was probably meant.
struct UnknownField {
  FieldPath field;
  std::optional<std::string> meant;
};

// Those of an object of one of Istio's kinds; none for other kinds, whose fields are not known
// here.
std::vector<UnknownField> unknown_fields(simdjson::ondemand::object object, Kind kind);

}  // namespace mesh::load

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/field_path.h"

#include <string>

namespace mesh::load {

// A field whose value is not of the type its API gives it. The field counts as absent.
struct ReadIssue {
  FieldPath field;
  std::string expected;  // "a number"
  std::string found;     // "a string"
};

}  // namespace mesh::load

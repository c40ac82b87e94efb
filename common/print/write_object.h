// SPDX-License-Identifier: Apache-2.0
//
// Parts that several JSON documents share.
#pragma once

#include "common/check/finding.h"
#include "common/print/json_writer.h"

#include <string_view>
#include <vector>

namespace mesh::print {

// {"apiVersion": …, "kind": …, "namespace": …, "name": …}; null for a reference without a name.
void write_object(JsonWriter& json, const ObjectRef& object);

// Members file, line and column; none for what was not read from a file.
void write_location(JsonWriter& json, const Location& location);

// The member `notChecked`.
void write_not_checked(JsonWriter& json, const std::vector<NotChecked>& entries);

// A member that is a list of texts.
void write_strings(JsonWriter& json, std::string_view name, const std::vector<std::string>& values);

}  // namespace mesh::print

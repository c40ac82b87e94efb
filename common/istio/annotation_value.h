// SPDX-License-Identifier: Apache-2.0
//
// Values as Go's strconv and netip take them. Each function gives the error, nullopt for a valid
// value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mesh::istio {

std::optional<std::string> uint_error(std::string_view text, unsigned bits);
std::optional<std::string> bool_error(std::string_view text);
std::optional<std::string> cidr_error(std::string_view text);

// strconv.ParseBool; nullopt if it is no boolean.
std::optional<bool> parse_bool(std::string_view text);

}  // namespace mesh::istio

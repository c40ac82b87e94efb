// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/yaml_value.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::kube {

// The fields of a kubeconfig's entries. What is absent or null is empty; what is of another type
// throws Error, as client-go does: `token: 12345` is a number, and no token. No value is quoted.

std::string text_field(const YamlValue& entry, std::string_view name);
std::vector<std::string> texts_field(const YamlValue& entry, std::string_view name);
bool flag_field(const YamlValue& entry, std::string_view name);
YamlValue map_field(const YamlValue& entry, std::string_view name);
YamlValue list_field(const YamlValue& entry, std::string_view name);

}  // namespace mesh::kube

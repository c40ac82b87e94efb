// SPDX-License-Identifier: Apache-2.0
#include "common/kube/typed_fields.h"

#include "common/base/error.h"

namespace mesh::kube {
namespace {

std::string checked_text(const YamlValue& value, std::string_view name) {
  if (value.present() && !value.is_string()) {
    throw Error("{} must be a string: put it into quotes", name);
  }
  return value.text();
}

}  // namespace

std::string text_field(const YamlValue& entry, std::string_view name) {
  return checked_text(entry.get(name), name);
}

std::vector<std::string> texts_field(const YamlValue& entry, std::string_view name) {
  std::vector<std::string> texts;
  for (const YamlValue& item : list_field(entry, name).items()) {
    texts.push_back(checked_text(item, name));
  }
  return texts;
}

bool flag_field(const YamlValue& entry, std::string_view name) {
  const YamlValue value = entry.get(name);
  if (value.present() && !value.is_boolean()) {
    throw Error("{} must be true or false, without quotes", name);
  }
  return value.boolean();
}

YamlValue map_field(const YamlValue& entry, std::string_view name) {
  YamlValue value = entry.get(name);
  if (value.present() && !value.is_map()) {
    throw Error("{} must be a map", name);
  }
  return value;
}

YamlValue list_field(const YamlValue& entry, std::string_view name) {
  YamlValue value = entry.get(name);
  if (value.present() && !value.is_list()) {
    throw Error("{} must be a list", name);
  }
  return value;
}

}  // namespace mesh::kube

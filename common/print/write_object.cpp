// SPDX-License-Identifier: Apache-2.0
#include "common/print/write_object.h"

namespace mesh::print {

void write_object(JsonWriter& json, const ObjectRef& object) {
  if (object.name.empty()) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("apiVersion", object.api_version);
  json.member("kind", info(object.kind).name);
  json.member_if_any("namespace", object.ns);
  json.member("name", object.name);
  json.end_object();
}

void write_location(JsonWriter& json, const Location& location) {
  if (location.file.empty()) {
    return;
  }
  json.member("file", location.file);
  json.member("line", location.line);
  json.member("column", location.column);
}

void write_not_checked(JsonWriter& json, const std::vector<NotChecked>& entries) {
  json.key("notChecked");
  json.begin_array();
  for (const NotChecked& entry : entries) {
    json.begin_object();
    json.member_if_any("code", entry.code);
    if (entry.kind) {
      json.member("kind", info(*entry.kind).name);
    }
    json.member_if_any("namespace", entry.ns);
    json.member("reason", entry.reason);
    json.member("message", entry.message);
    json.end_object();
  }
  json.end_array();
}

void write_strings(JsonWriter& json, std::string_view name,
                   const std::vector<std::string>& values) {
  json.key(name);
  json.begin_array();
  for (const std::string& value : values) {
    json.string(value);
  }
  json.end_array();
}

}  // namespace mesh::print

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/finding.h"
#include "common/load/kind_reader.h"
#include "common/load/read_issue.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::load {

// What a list says of itself.
struct ListMeta {
  std::string resource_version;
  std::string continue_token;  // of the next page; empty for the last
};

// Turns JSON texts of objects and Lists into objects of the builder. What cannot be read becomes a
// LOAD finding, and the rest is read on. Kinds that are not asked for are passed by.
class DocumentDecoder {
 public:
  DocumentDecoder(SnapshotBuilder& builder, std::string default_ns, Kinds kinds);

  // One document of a file. Findings have an origin and a path but no line yet, except that broken
  // JSON is told with its origin only.
  void decode(std::string_view json, const Origin& origin);

  // A list of `kind` from an API server, whose items may lack apiVersion and kind. Throws Error if
  // it is not one, or not whole.
  ListMeta decode_list(std::string_view json, Kind kind);

  // One object of `kind` from an API server. Throws Error if it is not one.
  void decode_one(std::string_view json, Kind kind);

  std::vector<Finding> take_findings() { return std::move(findings_); }

 private:
  struct Identity {
    std::string api_version;
    std::string kind;
  };

  template <typename Function>
  void with_answer(std::string_view json, Function&& function);
  void decode_text(std::string_view json, const Origin& origin, const Identity& inherited);
  void decode_object(JsonReader::Object object, const Origin& origin, const Identity& inherited);
  void decode_items(JsonReader::Object list, const Origin& origin, const Identity& inherited);
  void decode_known(JsonReader::Object object, Kind kind, const Origin& origin,
                    const std::string& api_version);
  static Identity identity_of(JsonReader::Object& object, const Identity& inherited);

  Finding& report(const CheckInfo& check, const Origin& origin, std::string message);
  void report_issues(const Origin& origin, const ObjectRef& object);
  void report_unknown_fields(JsonReader::Object object, Kind kind, const ObjectRef& ref);

  SnapshotBuilder& builder_;
  std::string default_ns_;
  Kinds kinds_;
  bool is_from_server_ = false;  // which has dropped what it does not know
  simdjson::ondemand::parser parser_;
  std::vector<ReadIssue> issues_;
  std::vector<Finding> findings_;
};

}  // namespace mesh::load

// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.h"
#include "common/print/catalogue.h"
#include "common/print/json_writer.h"
#include "common/print/table.h"

#include <fmt/format.h>

namespace mesh::print {
namespace {

std::vector<std::string> kind_names(Kinds kinds) {
  std::vector<std::string> names;
  for (const KindInfo& kind : all_kinds()) {
    if (kinds.contains(kind.kind)) {
      names.emplace_back(kind.name);
    }
  }
  return names;
}

void write_check(JsonWriter& json, const CheckInfo& check) {
  json.member("code", check.code);
  json.member("severity", text(check.severity));
  json.member("title", check.title);
  json.key("reads");
  json.begin_array();
  for (const std::string& kind : kind_names(check.reads)) {
    json.string(kind);
  }
  json.end_array();
  json.member_if_any("peers", check.peers);
  json.member("explain", check.explain);
}

}  // namespace

std::string catalogue_as_table(std::span<const CheckInfo* const> checks) {
  Table table({"CODE", "SEVERITY", "TITLE", "PEERS"});
  for (const CheckInfo* check : checks) {
    table.add({std::string(check->code), std::string(text(check->severity)),
               std::string(check->title), std::string(check->peers)});
  }
  return table.text();
}

std::string catalogue_as_json(std::span<const CheckInfo* const> checks) {
  JsonWriter json;
  json.begin_object();
  json.member("apiVersion", "mesh/v1");
  json.member("kind", "Catalogue");
  json.key("checks");
  json.begin_array();
  for (const CheckInfo* check : checks) {
    json.begin_object();
    write_check(json, *check);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take();
}

std::string catalogue_as_markdown(std::span<const CheckInfo* const> checks) {
  std::string out;
  for (const CheckInfo* check : checks) {
    out += fmt::format("| {} | {} | {} | {} |\n", check->code, text(check->severity), check->title,
                       check->peers);
  }
  return out;
}

std::string explain_as_text(const CheckInfo& check) {
  std::string out = fmt::format("{}  {}  {}\n\n{}\n", check.code, text(check.severity), check.title,
                                check.explain);
  if (!check.reads.empty()) {
    out += fmt::format("\nReads: {}\n", join(kind_names(check.reads), ", "));
  }
  if (!check.peers.empty()) {
    out += fmt::format("Corresponds to: {}\n", check.peers);
  }
  return out;
}

std::string explain_as_json(const CheckInfo& check) {
  JsonWriter json;
  json.begin_object();
  json.member("apiVersion", "mesh/v1");
  json.member("kind", "Check");
  write_check(json, check);
  json.end_object();
  return json.take();
}

}  // namespace mesh::print

// SPDX-License-Identifier: Apache-2.0
#include "common/cli/version_report.h"

#include "common/base/json_string.h"
#include "common/cli/write_out.h"
#include "common/print/json_writer.h"
#include "generated/version.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace mesh::cli {
namespace {

using Facts = std::vector<std::pair<std::string_view, std::string>>;

Facts facts_of(const std::string& program) {
  Facts facts{{"apiVersion", "mesh/v1"}, {"kind", "Version"},      {"program", program},
              {"version", kVersion},     {"commit", kCommit},      {"buildType", kBuildType},
              {"compiler", kCompiler},   {"libraries", kLibraries}};
  std::erase_if(facts, [](const auto& fact) { return fact.second.empty(); });
  return facts;
}

std::string as_text(const std::string& program) {
  std::string out = fmt::format("{} {}\ncommit: {}\nbuild: {}, {}\n", program, kVersion, kCommit,
                                kBuildType, kCompiler);
  if (!std::string_view(kLibraries).empty()) {
    out += fmt::format("libraries: {}\n", kLibraries);
  }
  return out;
}

std::string as_json(const Facts& facts) {
  print::JsonWriter json;
  json.begin_object();
  for (const auto& [name, value] : facts) {
    json.member(name, value);
  }
  json.end_object();
  return json.take();
}

// A JSON string is a YAML scalar.
std::string as_yaml(const Facts& facts) {
  std::string out;
  for (const auto& [name, value] : facts) {
    out += fmt::format("{}: ", name);
    append_json_string(out, value);
    out += "\n";
  }
  return out;
}

}  // namespace

int show_version(const std::string& program, std::string_view output) {
  if (output == "json") {
    return write_out(as_json(facts_of(program)));
  }
  if (output == "yaml") {
    return write_out(as_yaml(facts_of(program)));
  }
  return write_out(as_text(program));
}

}  // namespace mesh::cli

// SPDX-License-Identifier: Apache-2.0
#include "common/cli/show_catalogue.h"

#include "common/base/text.h"
#include "common/cli/usage_error.h"
#include "common/cli/write_out.h"
#include "common/load/load_checks.h"
#include "common/print/catalogue.h"
#include "generated/version.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::cli {
namespace {

const CheckInfo& find_check(const Plugin& plugin, const std::string& code) {
  const std::vector<const CheckInfo*> checks = all_checks(plugin);
  const std::string wanted = to_upper(code);
  const auto at = std::find_if(checks.begin(), checks.end(),
                               [&](const CheckInfo* check) { return check->code == wanted; });
  if (at == checks.end()) {
    throw UsageError("there is no check {} in mesh-{}: `checks` lists all", code, plugin.name);
  }
  return **at;
}

}  // namespace

std::vector<const CheckInfo*> all_checks(const Plugin& plugin) {
  std::vector<const CheckInfo*> checks;
  for (const Check* check : plugin.checks) {
    checks.push_back(&check->info);
  }
  checks.insert(checks.end(), load::kLoadChecks.begin(), load::kLoadChecks.end());
  return checks;
}

int show_catalogue(const Plugin& plugin, const Options& options) {
  const std::vector<const CheckInfo*> checks = all_checks(plugin);
  if (options.output == "json") {
    return write_out(print::catalogue_as_json(checks));
  }
  if (options.output == "rbac") {
    return write_out(print::catalogue_as_role(checks, plugin.name));
  }
  return write_out(options.output == "markdown" ? print::catalogue_as_markdown(checks)
                                                : print::catalogue_as_table(checks));
}

int show_explanation(const Plugin& plugin, const Options& options) {
  if (options.arguments.size() != 2) {
    throw UsageError("explain takes one code, for example: explain {}",
                     plugin.checks.front()->info.code);
  }
  const CheckInfo& check = find_check(plugin, options.arguments[1]);
  return write_out(options.output == "json" ? print::explain_as_json(check)
                                            : print::explain_as_text(check));
}

int show_version(const std::string& program) {
  std::string out = fmt::format("{} {}\ncommit: {}\nbuild: {}, {}\n", program, kVersion, kCommit,
                                kBuildType, kCompiler);
  if (!std::string_view(kLibraries).empty()) {
    out += fmt::format("libraries: {}\n", kLibraries);
  }
  return write_out(out);
}

}  // namespace mesh::cli

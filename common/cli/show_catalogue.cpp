// SPDX-License-Identifier: Apache-2.0
#include "common/cli/show_catalogue.h"

#include "common/base/text.h"
#include "common/cli/suggest.h"
#include "common/cli/usage_error.h"
#include "common/cli/write_out.h"
#include "common/load/load_checks.h"
#include "common/print/catalogue.h"

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
    throw UsageError("{}", no_such_check(code, plugin));
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

std::string no_such_check(std::string_view code, const Plugin& plugin) {
  std::vector<std::string_view> codes;
  for (const CheckInfo* check : all_checks(plugin)) {
    codes.push_back(check->code);
  }
  const std::string meant = did_you_mean(to_upper(code), codes);
  return fmt::format("there is no check {} in mesh-{}{}", code, plugin.name,
                     meant.empty() ? "; `checks` lists all" : meant);
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

}  // namespace mesh::cli

// SPDX-License-Identifier: Apache-2.0
#include "common/cli/select_checks.h"

#include "common/base/text.h"
#include "common/cli/show_catalogue.h"
#include "common/cli/usage_error.h"

#include <algorithm>

namespace mesh::cli {
namespace {

bool names(const std::vector<std::string>& codes, std::string_view code) {
  return std::any_of(codes.begin(), codes.end(),
                     [&](const std::string& each) { return equals_ignoring_case(each, code); });
}

void require_known(const Plugin& plugin, std::string_view flag,
                   const std::vector<std::string>& codes) {
  for (const std::string& code : codes) {
    const bool known = std::any_of(
        plugin.checks.begin(), plugin.checks.end(),
        [&](const Check* check) { return equals_ignoring_case(check->info.code, code); });
    if (!known) {
      throw UsageError("--{}: {}", flag, no_such_check(code, plugin));
    }
  }
}

}  // namespace

std::vector<const Check*> select_checks(const Plugin& plugin, const Options& options) {
  require_known(plugin, "only", options.only);
  require_known(plugin, "skip", options.skip);
  std::vector<const Check*> selected;
  for (const Check* check : plugin.checks) {
    const bool wanted = options.only.empty() || names(options.only, check->info.code);
    if (wanted && !names(options.skip, check->info.code)) {
      selected.push_back(check);
    }
  }
  return selected;
}

}  // namespace mesh::cli

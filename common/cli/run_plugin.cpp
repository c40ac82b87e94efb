// SPDX-License-Identifier: Apache-2.0
#include "common/cli/run_plugin.h"

#include "common/cli/analyze.h"
#include "common/cli/exit_code.h"
#include "common/cli/help.h"
#include "common/cli/options.h"
#include "common/cli/plugin.h"
#include "common/cli/run_verb.h"
#include "common/cli/show_catalogue.h"
#include "common/cli/usage_error.h"
#include "common/cli/write_out.h"

#include <string>
#include <vector>

namespace mesh::cli {
namespace {

int run(const Plugin& plugin, const std::string& command, const std::string& program,
        const std::vector<std::string>& words) {
  const Options options = parse_options(plugin, words);
  const std::string verb = options.arguments.empty() ? std::string() : options.arguments.front();
  if (options.help || verb == "help") {
    return write_out(help_text(plugin, command));
  }
  if (verb == "explain") {
    return show_explanation(plugin, options);
  }
  if (verb == "checks") {
    return show_catalogue(plugin, options);
  }
  if (verb == "version") {
    return show_version(program);
  }
  if (const Verb* asked = find_verb(plugin, verb)) {
    require_flags_of(plugin, verb, options);
    return run_verb(plugin, *asked, options, program);
  }
  require_flags_of(plugin, "", options);
  return analyze(plugin, options, program);
}

}  // namespace

int run_plugin(const Plugin& plugin, int argc, const char* const* argv) {
  const std::string path = argc > 0 ? argv[0] : "kubectl-mesh-" + std::string(plugin.name);
  const std::string program = path.substr(path.rfind('/') + 1);
  const std::string command = command_name(program);
  try {
    return run(plugin, command, program,
               std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
  } catch (const UsageError& error) {
    write_error(error.what());
    write_hint("See '" + command + " --help' for usage.");
  } catch (const std::exception& error) {
    write_error(error.what());
  }
  return kCouldNotRun;
}

}  // namespace mesh::cli

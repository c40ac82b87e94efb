// SPDX-License-Identifier: Apache-2.0
#include "common/cli/run_plugin.h"

#include "common/cli/analyze.h"
#include "common/cli/common_verbs.h"
#include "common/cli/complete/complete.h"
#include "common/cli/exit_code.h"
#include "common/cli/help.h"
#include "common/cli/options.h"
#include "common/cli/plugin.h"
#include "common/cli/run_verb.h"
#include "common/cli/suggest.h"
#include "common/cli/terminal.h"
#include "common/cli/usage_error.h"
#include "common/cli/write_out.h"

#include <algorithm>
#include <string>
#include <vector>

namespace mesh::cli {
namespace {

// A word without a slash is no object: a verb was meant.
void require_verb_or_object(const Plugin& plugin, const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments.front().find('/') != std::string::npos) {
    return;
  }
  const std::string meant = did_you_mean(arguments.front(), verb_names(plugin));
  if (!meant.empty()) {
    throw UsageError("\"{}\" is neither a verb nor an object{}", arguments.front(), meant);
  }
}

int run_verb_named(const std::string& name, const Invocation& invocation) {
  const Plugin& plugin = invocation.plugin;
  const std::span<const CommonVerb> common = common_verbs();
  const auto at = std::find_if(common.begin(), common.end(),
                               [&](const CommonVerb& verb) { return verb.info.name == name; });
  if (at != common.end()) {
    return at->run(invocation);
  }
  if (const Verb* verb = find_verb(plugin, name)) {
    return run_verb(plugin, *verb, invocation.options, invocation.program);
  }
  require_verb_or_object(plugin, invocation.options.arguments);
  return analyze(plugin, invocation.options, invocation.program);
}

int run(const Plugin& plugin, const std::string& path, const std::string& program,
        const std::string& command, const std::vector<std::string>& words) {
  const Options options = parse_options(plugin, words);
  const std::string name = options.arguments.empty() ? std::string() : options.arguments.front();
  const VerbInfo verb = verb_or_report(plugin, name);
  if (options.help) {
    return write_out(help_text(plugin, verb, command, terminal_width()));
  }
  require_flags_of(plugin, verb.name, options);
  require_output_of(verb, options);
  return run_verb_named(
      name,
      {.plugin = plugin, .options = options, .path = path, .program = program, .command = command});
}

}  // namespace

int run_plugin(const Plugin& plugin, int argc, const char* const* argv) {
  const std::string path = argc > 0 ? argv[0] : "kubectl-mesh-" + std::string(plugin.name);
  const std::string program = path.substr(path.rfind('/') + 1);
  const std::string command = command_name(program);
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  try {
    if (!words.empty() && words.front() == "__complete") {
      return complete(plugin, {words.begin() + 1, words.end()}, program);
    }
    return run(plugin, path, program, command, words);
  } catch (const UsageError& error) {
    write_error(error.what());
    write_hint("See '" + command + " --help' for usage.");
  } catch (const std::exception& error) {
    write_error(error.what());
  }
  return kCouldNotRun;
}

}  // namespace mesh::cli

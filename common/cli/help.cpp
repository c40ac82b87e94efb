// SPDX-License-Identifier: Apache-2.0
#include "common/cli/help.h"

#include "common/cli/options.h"
#include "common/cli/plugin.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::cli {
namespace {

std::string flag_line(const OptionSpec& option) {
  std::string flag = option.letter != 0 ? fmt::format("-{}, ", option.letter) : "    ";
  flag += "--" + std::string(option.name);
  if (!option.value_name.empty()) {
    flag += " " + std::string(option.value_name);
  }
  return fmt::format("  {:<34} {}\n", flag, option.help);
}

std::string usage_line(std::string_view command, std::string_view arguments,
                       std::string_view summary) {
  return fmt::format("  {} {:<32} {}\n", command, arguments, summary);
}

std::string flag_group(const Plugin& plugin, std::string_view title, OptionSpec::Group group) {
  std::string flags;
  for (const OptionSpec* option : option_table(plugin)) {
    if (option->group == group) {
      flags += flag_line(*option);
    }
  }
  return flags.empty() ? flags : fmt::format("\n{}:\n{}", title, flags);
}

std::string examples(const Plugin& plugin, std::string_view command) {
  std::string out = "\nExamples:\n";
  for (const Example& example : plugin.examples) {
    out += fmt::format("  # {}\n  {} {}\n\n", example.purpose, command, example.command);
  }
  out.pop_back();
  return out;
}

}  // namespace

std::string command_name(std::string_view argv0) {
  std::string name(argv0.substr(argv0.rfind('/') + 1));
  constexpr std::string_view kPrefix = "kubectl-";
  if (!name.starts_with(kPrefix)) {
    return name;
  }
  name = name.substr(kPrefix.size());
  std::replace(name.begin(), name.end(), '-', ' ');
  std::replace(name.begin(), name.end(), '_', '-');
  return "kubectl " + name;
}

std::string help_text(const Plugin& plugin, std::string_view command) {
  std::string out = fmt::format("{}\n\nUsage:\n", plugin.summary);
  out += usage_line(command, "[TYPE/NAME ...] [flags]", "report the problems found");
  for (const Verb* verb : plugin.verbs) {
    out += usage_line(command, fmt::format("{} {}", verb->name, verb->arguments), verb->summary);
  }
  out += usage_line(command, "explain CODE", "the manual page of one finding");
  out += usage_line(command, "checks", "the catalogue of checks");
  out += usage_line(command, "version", "version and build");
  out += examples(plugin, command);
  out += flag_group(plugin, "What to look at", OptionSpec::Group::Scope);
  out += flag_group(plugin, "What to report", OptionSpec::Group::Report);
  out += flag_group(plugin, "Flags of verbs", OptionSpec::Group::Verb);
  out += flag_group(plugin, "Connection, as in kubectl", OptionSpec::Group::Connection);
  out +=
      "\nIt only reads, and never writes to a cluster.\n"
      "Exit codes: 0 nothing to report, 1 findings at or above --fail-on, 2 could not run,\n"
      "3 something was not checked and --strict was given.\n";
  return out;
}

}  // namespace mesh::cli

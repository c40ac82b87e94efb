// SPDX-License-Identifier: Apache-2.0
#include "common/cli/common_verbs.h"

#include "common/base/text.h"
#include "common/cli/completion.h"
#include "common/cli/help.h"
#include "common/cli/show_catalogue.h"
#include "common/cli/suggest.h"
#include "common/cli/usage_error.h"
#include "common/cli/version_report.h"

#include <algorithm>
#include <array>

namespace mesh::cli {
namespace {

constexpr std::array kChecksExamples{
    Example{"checks", "all that is looked for"},
    Example{"checks -o rbac", "the rights it needs, as a ClusterRole"},
};

constexpr std::array kVersionExamples{
    Example{"version", "for people"},
    Example{"version -o json", "for a script"},
};

constexpr std::array kHelpExamples{
    Example{"help checks", "the same as checks --help"},
    Example{"help -o man", "the manual page, for man -l -"},
};

constexpr std::array kCompletionExamples{
    Example{"completion install",
            "once: kubectl's own completion completes the plugin from now on"},
    Example{"completion bash", "the script for the plugin typed as a command of its own"},
};

constexpr std::array kCommonVerbs{
    CommonVerb{{.name = "explain",
                .arguments = "CODE",
                .summary = "the manual page of one finding",
                .outputs = "text json",
                .subject = Subject::Plugin},
               [](const Invocation& on) { return show_explanation(on.plugin, on.options); }},
    CommonVerb{{.name = "checks",
                .arguments = "",
                .summary = "the catalogue of checks",
                .outputs = "text json markdown rbac",
                .examples = kChecksExamples,
                .subject = Subject::Plugin},
               [](const Invocation& on) { return show_catalogue(on.plugin, on.options); }},
    CommonVerb{{.name = "completion",
                .arguments = "SHELL|install|uninstall",
                .summary = "shell completion: the scripts, and how to install them",
                .outputs = "text",
                .examples = kCompletionExamples,
                .subject = Subject::Plugin,
                .details = kCompletionDetails},
               run_completion},
    CommonVerb{{.name = "version",
                .arguments = "",
                .summary = "version and build",
                .outputs = "text json yaml",
                .examples = kVersionExamples,
                .subject = Subject::Plugin},
               [](const Invocation& on) { return show_version(on.program, on.options.output); }},
    CommonVerb{{.name = "help",
                .arguments = "[VERB]",
                .summary = "help about the plugin or one of its commands",
                .outputs = "text man",
                .examples = kHelpExamples,
                .subject = Subject::Plugin},
               show_help},
};

}  // namespace

std::span<const CommonVerb> common_verbs() {
  return kCommonVerbs;
}

VerbInfo report_info(const Plugin& plugin) {
  VerbInfo report{.name = "",
                  .arguments = "[TYPE/NAME ...]",
                  .summary = plugin.summary,
                  .outputs = "text json name",
                  .examples = plugin.examples};
  for (const Check* check : plugin.checks) {
    report.names = report.names | check->info.reads;
  }
  return report;
}

std::vector<VerbInfo> verbs_of(const Plugin& plugin) {
  std::vector<VerbInfo> verbs;
  for (const Verb* verb : plugin.verbs) {
    verbs.push_back(verb->info);
  }
  for (const CommonVerb& verb : kCommonVerbs) {
    verbs.push_back(verb.info);
  }
  return verbs;
}

std::vector<std::string_view> verb_names(const Plugin& plugin) {
  std::vector<std::string_view> names;
  for (const VerbInfo& verb : verbs_of(plugin)) {
    names.push_back(verb.name);
  }
  return names;
}

VerbInfo verb_or_report(const Plugin& plugin, std::string_view name) {
  for (const VerbInfo& verb : verbs_of(plugin)) {
    if (verb.name == name) {
      return verb;
    }
  }
  return report_info(plugin);
}

void require_output_of(const VerbInfo& verb, const Options& options) {
  const std::vector<std::string_view> outputs = split(verb.outputs, ' ');
  if (std::find(outputs.begin(), outputs.end(), options.output) == outputs.end()) {
    throw UsageError("invalid value \"{}\" for --output: {} is printed as {}{}", options.output,
                     verb.name.empty() ? "a report" : verb.name, join_or(outputs),
                     did_you_mean(options.output, outputs));
  }
}

}  // namespace mesh::cli

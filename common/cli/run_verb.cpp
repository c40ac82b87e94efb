// SPDX-License-Identifier: Apache-2.0
#include "common/cli/run_verb.h"

#include "common/cli/color.h"
#include "common/cli/exit_code.h"
#include "common/cli/load_input.h"
#include "common/cli/plugin.h"
#include "common/cli/write_out.h"
#include "common/load/locate.h"
#include "generated/version.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace mesh::cli {
namespace {

// What could not be read in full, and documents that are broken.
std::vector<NotChecked> gaps_of(const load::Loaded& loaded) {
  std::vector<NotChecked> out = loaded.partial;
  for (const UnreadKind& unread : loaded.unread) {
    out.push_back({.code = "",
                   .kind = unread.kind,
                   .ns = "",
                   .reason = unread.reason,
                   .message = unread.message});
  }
  for (const Finding& finding : loaded.findings) {
    out.push_back({.code = std::string(finding.check->code),
                   .kind = std::nullopt,
                   .ns = "",
                   .reason = "failed",
                   .message = fmt::format("{}:{}: {}", finding.location.file, finding.location.line,
                                          finding.message)});
  }
  return out;
}

void locate(print::Answer& answer, const load::Loaded& loaded) {
  load::Locator locator(loaded.sources);
  for (print::Step& step : answer.steps) {
    if (!step.object.name.empty()) {
      step.location = locator.locate(step.object.origin, step.field);
    }
  }
}

print::Detail detail_of(const Options& options) {
  return options.output == "wide" ? print::Detail::Wide : print::Detail::Normal;
}

struct Formatter {
  const Plugin& plugin;
  const Options& options;

  print::Author author() const { return {std::string(plugin.name), kVersion}; }

  std::string operator()(const print::Answer& answer) const {
    if (options.output == "json") {
      return print::as_json(answer, author());
    }
    return print::as_text(answer, detail_of(options), color_of(options));
  }

  std::string operator()(const print::StateTable& table) const {
    if (options.output == "json") {
      return print::as_json(table, author());
    }
    if (table.graph && options.output == "mermaid") {
      return print::as_mermaid(*table.graph);
    }
    if (table.graph && options.output == "dot") {
      return print::as_dot(*table.graph);
    }
    if (table.rows.empty()) {
      write_hint("No resources found.");
    }
    return print::as_text(table, detail_of(options));
  }
};

std::vector<NotChecked>& not_checked(Outcome& outcome) {
  return std::visit([](auto& value) -> std::vector<NotChecked>& { return value.not_checked; },
                    outcome);
}

}  // namespace

const Verb* find_verb(const Plugin& plugin, std::string_view name) {
  const auto at = std::find_if(plugin.verbs.begin(), plugin.verbs.end(),
                               [&](const Verb* verb) { return verb->info.name == name; });
  return at == plugin.verbs.end() ? nullptr : *at;
}

int run_verb(const Plugin& plugin, const Verb& verb, const Options& options,
             const std::string& program) {
  Input input = load_input(options, verb.reads, program);
  Outcome outcome =
      verb.run({.snapshot = input.loaded.snapshot,
                .options = options,
                .arguments = std::span<const std::string>(options.arguments).subspan(1),
                .default_ns = input.default_ns,
                .scope = input.scope});
  if (print::Answer* answer = std::get_if<print::Answer>(&outcome)) {
    locate(*answer, input.loaded);
  }
  std::vector<NotChecked> gaps = gaps_of(input.loaded);
  std::move(gaps.begin(), gaps.end(), std::back_inserter(not_checked(outcome)));
  write_out(std::visit(Formatter{plugin, options}, outcome));
  return options.strict && !not_checked(outcome).empty() ? kNotChecked : kNothingFound;
}

}  // namespace mesh::cli

// SPDX-License-Identifier: Apache-2.0
#include "common/cli/help.h"

#include "common/base/text.h"
#include "common/base/wrap.h"
#include "common/cli/help_parts.h"
#include "common/cli/man_page.h"
#include "common/cli/suggest.h"
#include "common/cli/terminal.h"
#include "common/cli/usage_error.h"
#include "common/cli/vocabulary.h"
#include "common/cli/write_out.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::cli {
namespace {

// The help of one verb, section by section.
class Help {
 public:
  Help(const Plugin& plugin, const VerbInfo& verb, std::string_view command, std::size_t width)
      : plugin_(plugin), verb_(verb), command_(command), width_(width) {}

  std::string text() {
    out_ = wrap(as_sentence(verb_.summary), width_, 0);
    introduction();
    examples();
    commands();
    arguments();
    options("Options", own_options(plugin_, verb_));
    if (is_report()) {
      options("Connection Options, as in kubectl", connection_options(plugin_, verb_));
      exit_codes();
    }
    usage();
    return std::move(out_);
  }

 private:
  bool is_report() const { return verb_.name.empty(); }

  void heading(std::string_view title) { out_ += fmt::format("\n{}:\n", title); }

  void paragraph(std::string_view text, std::size_t indent) {
    out_ += std::string(indent, ' ') + wrap(text, width_, indent);
  }

  void introduction() {
    if (is_report()) {
      out_ += "\n";
      paragraph(kReadsOnly, 1);
    }
    for (const std::string& text : details_of(verb_, plugin_)) {
      out_ += "\n";
      paragraph(text, 1);
    }
  }

  // Never wrapped: they are there to be copied.
  void examples() {
    if (verb_.examples.empty()) {
      return;
    }
    heading("Examples");
    for (const Example& example : verb_.examples) {
      out_ += fmt::format("  # {}\n  {} {}\n\n", example.purpose, command_, example.command);
    }
    out_.pop_back();
  }

  void commands() {
    if (!is_report()) {
      return;
    }
    heading("Available Commands");
    for (const VerbInfo& verb : verbs_of(plugin_)) {
      out_ += fmt::format("  {:<12}", verb.name) + wrap(verb.summary, width_, 14);
    }
  }

  void arguments() {
    if (is_report() || verb_.arguments.empty()) {
      return;
    }
    heading("Arguments");
    for (const std::string_view name : parse_arguments(verb_.arguments).words) {
      out_ += fmt::format("    {}:\n", name);
      paragraph(find_word(name).meaning, 8);
    }
  }

  void options(std::string_view title, const std::vector<const OptionSpec*>& options) {
    heading(title);
    for (const OptionSpec* option : options) {
      out_ += fmt::format("    {}:\n", spelled(*option));
      paragraph(meaning_of(*option, verb_), 8);
      out_ += "\n";
    }
    out_.pop_back();
  }

  void exit_codes() {
    heading("Exit Codes");
    for (const ExitCodeMeaning& each : kExitCodes) {
      out_ += fmt::format("  {}  ", static_cast<int>(each.code)) + wrap(each.meaning, width_, 5);
    }
  }

  void usage() {
    heading("Usage");
    out_ += fmt::format("  {}\n", usage_of(verb_, command_));
    if (is_report()) {
      out_ += fmt::format("  {} COMMAND [flags]\n", command_);
    }
    out_ += "\n";
    if (is_report()) {
      paragraph(fmt::format("Use \"{} COMMAND --help\" for more about a command.", command_), 0);
    } else if (verb_.subject == Subject::Mesh) {
      paragraph(
          fmt::format("Use \"{} --help\" for the flags of the connection, which are kubectl's.",
                      command_),
          0);
    } else {
      out_.pop_back();
    }
  }

  const Plugin& plugin_;
  const VerbInfo& verb_;
  std::string_view command_;
  std::size_t width_;
  std::string out_;
};

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

std::string help_text(const Plugin& plugin, const VerbInfo& verb, std::string_view command,
                      std::size_t width) {
  return Help(plugin, verb, command, width).text();
}

int show_help(const Invocation& invocation) {
  const Plugin& plugin = invocation.plugin;
  const std::vector<std::string>& words = invocation.options.arguments;
  if (invocation.options.output == "man") {
    return write_out(man_page(plugin));
  }
  const VerbInfo verb = words.size() < 2 ? report_info(plugin) : verb_or_report(plugin, words[1]);
  if (words.size() > 1 && verb.name.empty()) {
    throw UsageError("there is no command {}{}", words[1],
                     did_you_mean(words[1], verb_names(plugin)));
  }
  return write_out(help_text(plugin, verb, invocation.command, terminal_width()));
}

}  // namespace mesh::cli

// SPDX-License-Identifier: Apache-2.0
#include "common/cli/man_page.h"

#include "common/base/text.h"
#include "common/cli/help_parts.h"
#include "common/cli/vocabulary.h"
#include "generated/version.h"

#include <fmt/format.h>

namespace mesh::cli {
namespace {

// Roff reads backslashes, dashes and quotes itself, and dots and apostrophes at the start of a
// line.
std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '`':
        out += "\\(ga";
        break;
      default:
        out += c;
    }
  }
  return out.starts_with('.') ? "\\&" + out : out;
}

class ManPage {
 public:
  explicit ManPage(const Plugin& plugin)
      : plugin_(plugin),
        report_(report_info(plugin)),
        command_(fmt::format("kubectl mesh-{}", plugin.name)) {}

  std::string text() {
    head();
    synopsis();
    section("DESCRIPTION");
    line(fmt::format("{} {}", plugin_.summary, kReadsOnly));
    section("OPTIONS");
    options(own_options(plugin_, report_), report_);
    commands();
    section("CONNECTION OPTIONS");
    line("They are those of kubectl.");
    options(connection_options(plugin_, report_), report_);
    exit_status();
    section("EXAMPLES");
    examples(report_);
    section("SEE ALSO");
    macro("BR kubectl (1)");
    return std::move(out_);
  }

 private:
  void macro(std::string_view text) { out_ += fmt::format(".{}\n", text); }

  void line(std::string_view text) { out_ += escape(text) + "\n"; }

  void section(std::string_view title) { macro(fmt::format("SH {}", title)); }

  void term(std::string_view name) {
    macro("TP");
    out_ += fmt::format("\\fB{}\\fR\n", escape(name));
  }

  void head() {
    const std::string name = fmt::format("kubectl-mesh-{}", plugin_.name);
    macro(fmt::format("TH {} 1 {} \"kubectl-mesh {}\" \"kubectl plugins\"", escape(to_upper(name)),
                      kCommitDate, kVersion));
    section("NAME");
    std::string summary(plugin_.summary);
    if (summary.ends_with('.')) {
      summary.pop_back();
    }
    out_ += fmt::format("{} \\- {}\n", escape(name), escape(summary));
  }

  void synopsis() {
    section("SYNOPSIS");
    line(usage_of(report_, command_));
    for (const VerbInfo& verb : verbs_of(plugin_)) {
      macro("br");
      line(usage_of(verb, command_));
    }
  }

  void options(const std::vector<const OptionSpec*>& options, const VerbInfo& verb) {
    for (const OptionSpec* option : options) {
      term(spelled(*option));
      line(meaning_of(*option, verb));
    }
  }

  void commands() {
    section("COMMANDS");
    for (const VerbInfo& verb : verbs_of(plugin_)) {
      macro(fmt::format("SS {}", escape(verb.arguments.empty()
                                            ? std::string(verb.name)
                                            : fmt::format("{} {}", verb.name, verb.arguments))));
      line(as_sentence(verb.summary));
      for (const std::string& paragraph : details_of(verb, plugin_)) {
        macro("PP");
        line(paragraph);
      }
      arguments(verb);
      verb_options(verb);
      examples(verb);
    }
  }

  void arguments(const VerbInfo& verb) {
    for (const std::string_view name : parse_arguments(verb.arguments).words) {
      term(name);
      line(find_word(name).meaning);
    }
  }

  // Those that the report has not, or has otherwise.
  void verb_options(const VerbInfo& verb) {
    for (const OptionSpec* option : own_options(plugin_, verb)) {
      const bool is_verbs = option->group == OptionSpec::Group::Verb;
      if (is_verbs || find_word(option->value_name).completes == Completes::Formats) {
        options({option}, verb);
      }
    }
  }

  void examples(const VerbInfo& verb) {
    for (const Example& example : verb.examples) {
      macro("PP");
      line(as_sentence(example.purpose));
      macro("PP");
      macro("RS 4");
      macro("nf");
      line(fmt::format("{} {}", command_, example.command));
      macro("fi");
      macro("RE");
    }
  }

  void exit_status() {
    section("EXIT STATUS");
    for (const ExitCodeMeaning& each : kExitCodes) {
      term(std::to_string(static_cast<int>(each.code)));
      line(as_sentence(each.meaning));
    }
  }

  const Plugin& plugin_;
  VerbInfo report_;
  std::string command_;
  std::string out_;
};

}  // namespace

std::string man_page(const Plugin& plugin) {
  return ManPage(plugin).text();
}

}  // namespace mesh::cli

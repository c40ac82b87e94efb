// SPDX-License-Identifier: Apache-2.0
#include "common/cli/complete/command_line.h"

#include "common/base/error.h"
#include "common/cli/flag_words.h"

namespace mesh::cli {
namespace {

using At = CommandLine::At;
using Is = FlagWord::Is;

// A value that the flag does not take is passed over.
void store(const FlagWord& word, Options& options) {
  try {
    word.option->store(options, word.value);
    options.given.emplace_back(word.option->name);
  } catch (const Error&) {
  }
}

void read_words_before(const std::vector<FlagWord>& words, CommandLine& out, bool& flags_ended) {
  for (const FlagWord& word : words) {
    if (word.is == Is::Argument) {
      out.options.arguments.push_back(word.value);
    } else if (word.is == Is::Flag) {
      store(word, out.options);
    } else if (word.is == Is::EndOfFlags) {
      flags_ended = true;
    } else if (word.is == Is::LacksValue) {
      out.at = At::Value;
      out.value_of = word.option;
    }
  }
}

// --output=js, -ojs and -o=js hold a value; --out and - are flags.
void read_flag(const std::vector<const OptionSpec*>& table, CommandLine& out) {
  out.at = At::Flag;
  const std::vector<FlagWord> read = read_flag_words(table, {out.word});
  const bool has_value = !read.empty() && read.back().is == Is::Flag &&
                         read.back().option->takes == OptionSpec::Takes::Value;
  if (!has_value) {
    return;
  }
  const std::string& value = read.back().value;
  out.at = At::Value;
  out.value_of = read.back().option;
  if (!out.word.starts_with("--")) {
    out.kept = out.word.substr(0, out.word.size() - value.size());
  }
  out.word = value;
}

// The verb is what was typed first, if it is one.
void find_verb(const Plugin& plugin, CommandLine& out) {
  const std::vector<std::string>& arguments = out.options.arguments;
  out.verb = arguments.empty() ? report_info(plugin) : verb_or_report(plugin, arguments.front());
  out.argument = arguments.size() - (out.verb.name.empty() ? 0 : 1);
}

}  // namespace

CommandLine read_command_line(const Plugin& plugin, std::vector<std::string> words) {
  CommandLine out;
  if (!words.empty()) {
    out.word = std::move(words.back());
    words.pop_back();
  }
  const std::vector<const OptionSpec*> table = option_table(plugin);
  bool flags_ended = false;
  read_words_before(read_flag_words(table, words), out, flags_ended);
  find_verb(plugin, out);
  if (out.at == At::Argument && !flags_ended && out.word.starts_with('-')) {
    read_flag(table, out);
  }
  return out;
}

}  // namespace mesh::cli

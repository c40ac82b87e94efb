// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/common_verbs.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::cli {

// A command line that is being typed, as far as it can be understood; what is wrong in it is passed
// over.
struct CommandLine {
  enum class At { Flag, Value, Argument };

  Options options;       // what stands before the cursor
  VerbInfo verb;         // the report's as long as there is no verb
  At at = At::Argument;  // what the word under the cursor is
  std::string word;      // it, as far as it is typed; of a flag's value only that
  std::string kept;      // what stands before it in the same word: "-o" of -ojs
  const OptionSpec* value_of = nullptr;
  std::size_t argument = 0;  // at an argument: how many stand before it behind the verb

  // Whether the word may be a verb.
  bool may_be_verb() const { return at == At::Argument && options.arguments.empty(); }
};

// `words` are those up to the cursor; the last one is being typed.
CommandLine read_command_line(const Plugin& plugin, std::vector<std::string> words);

}  // namespace mesh::cli

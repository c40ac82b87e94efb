// SPDX-License-Identifier: Apache-2.0
// kubectl's flags follow pflag, which knows more spellings than cxxopts: the words are first
// brought into the form --name=value, then cxxopts parses them.
#include "common/cli/options.h"

#include "common/cli/flag_words.h"
#include "common/cli/suggest.h"
#include "common/cli/usage_error.h"

// Lists are split where the table says so, not at every comma.
#define CXXOPTS_VECTOR_DELIMITER '\0'
#include <cxxopts.hpp>

#include <algorithm>
#include <array>

namespace mesh::cli {
namespace {

const OptionSpec* find_by_name(const std::vector<const OptionSpec*>& table, std::string_view name) {
  const auto at = std::find_if(table.begin(), table.end(),
                               [&](const OptionSpec* option) { return option->name == name; });
  return at == table.end() ? nullptr : *at;
}

// Go's strconv.ParseBool.
std::string parse_boolean(const OptionSpec& option, const std::string& value) {
  constexpr std::array<std::string_view, 6> kTrue{"1", "t", "T", "TRUE", "true", "True"};
  constexpr std::array<std::string_view, 6> kFalse{"0", "f", "F", "FALSE", "false", "False"};
  if (std::find(kTrue.begin(), kTrue.end(), value) != kTrue.end()) {
    return "true";
  }
  if (std::find(kFalse.begin(), kFalse.end(), value) != kFalse.end()) {
    return "false";
  }
  throw UsageError("invalid argument \"{}\" for --{}: it must be true or false", value,
                   option.name);
}

std::string unknown_flag(const std::vector<const OptionSpec*>& table, const std::string& flag) {
  std::vector<std::string> names;
  for (const OptionSpec* option : table) {
    names.push_back("--" + std::string(option->name));
  }
  return "unknown flag: " + flag +
         did_you_mean(flag, std::vector<std::string_view>(names.begin(), names.end()));
}

// The flag in the form that cxxopts knows: --name=value.
std::string spell(const FlagWord& word) {
  const OptionSpec& option = *word.option;
  return "--" + std::string(option.name) + "=" +
         (option.takes == OptionSpec::Takes::Nothing ? parse_boolean(option, word.value)
                                                     : word.value);
}

// The flags as --name=value; the rest goes to `arguments`. Throws UsageError for what is neither.
std::vector<std::string> normalise(const std::vector<const OptionSpec*>& table,
                                   const std::vector<std::string>& words,
                                   std::vector<std::string>& arguments) {
  std::vector<std::string> flags;
  for (FlagWord& word : read_flag_words(table, words)) {
    switch (word.is) {
      case FlagWord::Is::Argument:
        arguments.push_back(std::move(word.value));
        break;
      case FlagWord::Is::Flag:
        flags.push_back(spell(word));
        break;
      case FlagWord::Is::EndOfFlags:
        break;
      case FlagWord::Is::UnknownFlag:
        throw UsageError("{}", unknown_flag(table, word.spelled));
      case FlagWord::Is::UnknownLetter:
        throw UsageError("unknown shorthand flag: '{}' in {}", word.spelled, word.value);
      case FlagWord::Is::LacksValue:
        throw UsageError("flag needs an argument: {}", word.spelled);
    }
  }
  return flags;
}

cxxopts::ParseResult parse_flags(const std::vector<const OptionSpec*>& table,
                                 std::vector<std::string> flags) {
  cxxopts::Options parser("kubectl-mesh");
  for (const OptionSpec* option : table) {
    parser.add_options()(std::string(option->name), "", cxxopts::value<std::vector<std::string>>());
  }
  flags.insert(flags.begin(), "kubectl-mesh");
  std::vector<const char*> argv;
  for (const std::string& flag : flags) {
    argv.push_back(flag.c_str());
  }
  return parser.parse(static_cast<int>(argv.size()), argv.data());
}

}  // namespace

Options parse_options(const Plugin& plugin, const std::vector<std::string>& arguments) {
  const std::vector<const OptionSpec*>& table = option_table(plugin);
  Options options;
  const cxxopts::ParseResult result =
      parse_flags(table, normalise(table, arguments, options.arguments));
  for (const cxxopts::KeyValue& flag : result.arguments()) {
    find_by_name(table, flag.key())->store(options, flag.value());
    options.given.push_back(flag.key());
  }
  return options;
}

}  // namespace mesh::cli

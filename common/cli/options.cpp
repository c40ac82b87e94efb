// SPDX-License-Identifier: Apache-2.0
// kubectl's flags follow pflag, which knows more spellings than cxxopts: the words are first
// brought into the form --name=value, then cxxopts parses them.
#include "common/cli/options.h"

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

const OptionSpec* find_by_letter(const std::vector<const OptionSpec*>& table, char letter) {
  const auto at = std::find_if(table.begin(), table.end(),
                               [&](const OptionSpec* option) { return option->letter == letter; });
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

// Brings the words into the forms that cxxopts knows.
class Normaliser {
 public:
  Normaliser(const std::vector<const OptionSpec*>& table, const std::vector<std::string>& words)
      : table_(table), words_(words) {}

  // Fills `flags` with --name=value and `arguments` with the rest.
  void run(std::vector<std::string>& flags, std::vector<std::string>& arguments) {
    for (; at_ < words_.size(); ++at_) {
      const std::string& word = words_[at_];
      if (word == "--") {
        arguments.insert(arguments.end(), words_.begin() + static_cast<std::ptrdiff_t>(at_) + 1,
                         words_.end());
        return;
      }
      if (word.starts_with("--")) {
        flags.push_back(long_flag(word));
      } else if (word.size() > 1 && word.front() == '-') {
        short_flags(word, flags);
      } else {
        arguments.push_back(word);
      }
    }
  }

 private:
  static std::string spell(const OptionSpec& option, const std::string& value) {
    return "--" + std::string(option.name) + "=" +
           (option.takes == OptionSpec::Takes::Nothing ? parse_boolean(option, value) : value);
  }

  std::string next_word(std::string_view flag) {
    if (at_ + 1 >= words_.size()) {
      throw UsageError("flag needs an argument: {}", flag);
    }
    return words_[++at_];
  }

  std::string long_flag(const std::string& word) {
    const std::size_t equals = word.find('=');
    std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    std::replace(name.begin(), name.end(), '_', '-');
    const OptionSpec* option = find_by_name(table_, name);
    if (option == nullptr) {
      throw UsageError("unknown flag: --{}", name);
    }
    if (equals != std::string::npos) {
      return spell(*option, word.substr(equals + 1));
    }
    const bool boolean = option->takes == OptionSpec::Takes::Nothing;
    return spell(*option, boolean ? "true" : next_word("--" + name));
  }

  // -A, -Aojson, -njson, -n=json
  void short_flags(const std::string& word, std::vector<std::string>& flags) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const OptionSpec* option = find_by_letter(table_, word[i]);
      if (option == nullptr) {
        throw UsageError("unknown shorthand flag: '{}' in {}", word[i], word);
      }
      const std::string rest = word.substr(i + 1);
      if (rest.starts_with('=')) {
        flags.push_back(spell(*option, rest.substr(1)));
        return;
      }
      if (option->takes == OptionSpec::Takes::Nothing) {
        flags.push_back(spell(*option, "true"));
        continue;
      }
      flags.push_back(spell(*option, rest.empty() ? next_word(word) : rest));
      return;
    }
  }

  const std::vector<const OptionSpec*>& table_;
  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
};

cxxopts::ParseResult parse_flags(const std::vector<const OptionSpec*>& table,
                                 const std::vector<std::string>& flags) {
  cxxopts::Options parser("kubectl-mesh");
  for (const OptionSpec* option : table) {
    parser.add_options()(std::string(option->name), "", cxxopts::value<std::vector<std::string>>());
  }
  // Name and value apart: a value may hold line breaks, which cxxopts does not expect after a '='.
  std::vector<std::string> words{"kubectl-mesh"};
  for (const std::string& flag : flags) {
    const std::size_t equals = flag.find('=');
    const std::string name = flag.substr(0, equals);
    words.push_back(name.size() == 3 ? name.substr(1) : name);  // --v is -v
    words.push_back(flag.substr(equals + 1));
  }
  std::vector<const char*> argv;
  for (const std::string& word : words) {
    argv.push_back(word.c_str());
  }
  return parser.parse(static_cast<int>(argv.size()), argv.data());
}

}  // namespace

Options parse_options(const Plugin& plugin, const std::vector<std::string>& arguments) {
  const std::vector<const OptionSpec*>& table = option_table(plugin);
  Options options;
  std::vector<std::string> flags;
  Normaliser(table, arguments).run(flags, options.arguments);
  const cxxopts::ParseResult result = parse_flags(table, flags);
  for (const cxxopts::KeyValue& flag : result.arguments()) {
    find_by_name(table, flag.key())->store(options, flag.value());
    options.given.push_back(flag.key());
  }
  return options;
}

}  // namespace mesh::cli

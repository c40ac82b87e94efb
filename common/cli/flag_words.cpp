// SPDX-License-Identifier: Apache-2.0
#include "common/cli/flag_words.h"

#include <algorithm>

namespace mesh::cli {
namespace {

using Is = FlagWord::Is;

class Reading {
 public:
  Reading(const std::vector<const OptionSpec*>& table, const std::vector<std::string>& words)
      : table_(table), words_(words) {}

  std::vector<FlagWord> run() {
    bool flags_ended = false;
    for (; at_ < words_.size(); ++at_) {
      const std::string& word = words_[at_];
      if (flags_ended || word.size() < 2 || word.front() != '-') {
        out_.push_back({.is = Is::Argument, .value = word, .spelled = word});
      } else if (word == "--") {
        flags_ended = true;
        out_.push_back({.is = Is::EndOfFlags, .value = {}, .spelled = word});
      } else if (word.starts_with("--")) {
        read_long(word);
      } else {
        read_letters(word);
      }
    }
    return std::move(out_);
  }

 private:
  const OptionSpec* find(auto&& matches) const {
    const auto at = std::find_if(table_.begin(), table_.end(), matches);
    return at == table_.end() ? nullptr : *at;
  }

  void add_flag(const OptionSpec* option, std::string value) {
    out_.push_back({.is = Is::Flag, .option = option, .value = std::move(value), .spelled = {}});
  }

  void take_next_word(const OptionSpec* option, const std::string& spelled) {
    if (at_ + 1 < words_.size()) {
      add_flag(option, words_[++at_]);
    } else {
      out_.push_back({.is = Is::LacksValue, .option = option, .value = {}, .spelled = spelled});
    }
  }

  void read_long(const std::string& word) {
    const std::size_t equals = word.find('=');
    std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    std::replace(name.begin(), name.end(), '_', '-');
    const OptionSpec* option = find([&](const OptionSpec* each) { return each->name == name; });
    if (option == nullptr) {
      out_.push_back({.is = Is::UnknownFlag, .value = {}, .spelled = "--" + name});
    } else if (equals != std::string::npos) {
      add_flag(option, word.substr(equals + 1));
    } else if (option->takes == OptionSpec::Takes::Nothing) {
      add_flag(option, "true");
    } else {
      take_next_word(option, "--" + name);
    }
  }

  // -A, -Aojson, -njson, -n=json
  void read_letters(const std::string& word) {
    for (std::size_t i = 1; i < word.size(); ++i) {
      const OptionSpec* option =
          find([&](const OptionSpec* each) { return each->letter == word[i]; });
      if (option == nullptr) {
        out_.push_back({.is = Is::UnknownLetter, .value = word, .spelled = {word[i]}});
        return;
      }
      const std::string rest = word.substr(i + 1);
      if (rest.starts_with('=')) {
        return add_flag(option, rest.substr(1));
      }
      if (option->takes == OptionSpec::Takes::Nothing) {
        add_flag(option, "true");
      } else if (rest.empty()) {
        return take_next_word(option, word);
      } else {
        return add_flag(option, rest);
      }
    }
  }

  const std::vector<const OptionSpec*>& table_;
  const std::vector<std::string>& words_;
  std::size_t at_ = 0;
  std::vector<FlagWord> out_;
};

}  // namespace

std::vector<FlagWord> read_flag_words(const std::vector<const OptionSpec*>& table,
                                      const std::vector<std::string>& words) {
  return Reading(table, words).run();
}

}  // namespace mesh::cli

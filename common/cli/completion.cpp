// SPDX-License-Identifier: Apache-2.0
#include "common/cli/completion.h"

#include "common/base/text.h"
#include "common/cli/completer_file.h"
#include "common/cli/suggest.h"
#include "common/cli/usage_error.h"
#include "common/cli/vocabulary.h"
#include "common/cli/write_out.h"
#include "generated/completion_scripts.h"

#include <algorithm>

namespace mesh::cli {
namespace {

// The script for one plugin.
std::string fill_in(std::string script, std::string_view name) {
  constexpr std::string_view kPlaceholder = "@NAME@";
  for (std::size_t at = script.find(kPlaceholder); at != std::string::npos;
       at = script.find(kPlaceholder, at)) {
    script.replace(at, kPlaceholder.size(), name);
  }
  return script;
}

}  // namespace

int run_completion(const Invocation& invocation) {
  const std::span<const std::string_view> choices = find_word("SHELL|install|uninstall").choices;
  const std::vector<std::string>& words = invocation.options.arguments;
  if (words.size() != 2) {
    throw UsageError("completion takes one word: {}", join_or(choices));
  }
  const std::string& word = words[1];
  if (word == "install") {
    return write_out(install_completer(invocation.path, invocation.command));
  }
  if (word == "uninstall") {
    return write_out(uninstall_completer(invocation.path));
  }
  if (std::find(choices.begin(), choices.end(), word) == choices.end()) {
    throw UsageError("completion takes {}, not {}{}", join_or(choices), word,
                     did_you_mean(word, choices));
  }
  const char* script = word == "bash" ? kBashScript : word == "zsh" ? kZshScript : kFishScript;
  return write_out(fill_in(script, invocation.plugin.name));
}

}  // namespace mesh::cli

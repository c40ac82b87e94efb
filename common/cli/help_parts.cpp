// SPDX-License-Identifier: Apache-2.0
#include "common/cli/help_parts.h"

#include "common/base/text.h"
#include "common/cli/vocabulary.h"

#include <fmt/format.h>

#include <cctype>

namespace mesh::cli {
namespace {

using Group = OptionSpec::Group;

bool takes(const VerbInfo& verb, const OptionSpec& option) {
  switch (option.group) {
    case Group::Always:
      return true;
    case Group::Scope:
    case Group::Print:
    case Group::Connection:
      return verb.subject == Subject::Mesh;
    case Group::Report:
      return verb.name.empty();
    case Group::Verb:
      break;
  }
  return option.goes_with(verb.name);
}

std::vector<const OptionSpec*> options_where(const Plugin& plugin, const VerbInfo& verb,
                                             bool of_connection) {
  std::vector<const OptionSpec*> out;
  for (const OptionSpec* option : option_table(plugin)) {
    if ((option->group == Group::Connection) == of_connection && takes(verb, *option)) {
      out.push_back(option);
    }
  }
  return out;
}

}  // namespace

std::vector<const OptionSpec*> own_options(const Plugin& plugin, const VerbInfo& verb) {
  return options_where(plugin, verb, false);
}

std::vector<const OptionSpec*> connection_options(const Plugin& plugin, const VerbInfo& verb) {
  return options_where(plugin, verb, true);
}

std::string spelled(const OptionSpec& option) {
  std::string out = option.letter != 0 ? fmt::format("-{}, ", option.letter) : "";
  out += "--" + std::string(option.name);
  return option.value_name.empty() ? out : out + "=" + std::string(option.value_name);
}

std::string meaning_of(const OptionSpec& option, const VerbInfo& verb) {
  std::string help(option.help);
  if (find_word(option.value_name).completes == Completes::Formats) {
    help += ": " + join_or(split(verb.outputs, ' '));
  }
  return as_sentence(help);
}

std::string as_sentence(std::string_view text) {
  std::string out(text);
  out.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(out.front())));
  return out.ends_with('.') ? out : out + ".";
}

std::vector<std::string> details_of(const VerbInfo& verb, const Plugin& plugin) {
  constexpr std::string_view kPlaceholder = "PLUGIN";
  std::vector<std::string> paragraphs;
  if (verb.details.empty()) {
    return paragraphs;
  }
  for (const std::string_view paragraph : split(verb.details, '\n')) {
    std::string text(paragraph);
    for (std::size_t at = text.find(kPlaceholder); at != std::string::npos;
         at = text.find(kPlaceholder, at)) {
      text.replace(at, kPlaceholder.size(), plugin.name);
    }
    paragraphs.push_back(std::move(text));
  }
  return paragraphs;
}

std::string usage_of(const VerbInfo& verb, std::string_view command) {
  std::string out(command);
  for (const std::string_view part : {verb.name, verb.arguments, std::string_view("[flags]")}) {
    out += part.empty() ? "" : " " + std::string(part);
  }
  return out;
}

}  // namespace mesh::cli

// SPDX-License-Identifier: Apache-2.0
#include "common/cli/complete/completers.h"

#include "common/base/text.h"
#include "common/cli/complete/deadline.h"
#include "common/cli/help_parts.h"
#include "common/cli/show_catalogue.h"
#include "common/cli/vocabulary.h"

#include <algorithm>
#include <array>

namespace mesh::cli {
namespace {

Candidates those(std::span<const std::string_view> texts) {
  Candidates out;
  for (const std::string_view text : texts) {
    out.add(text);
  }
  return out;
}

template <typename Entry>
Candidates names_of(const kube::EntriesByName<Entry>& entries) {
  Candidates out;
  for (const auto& [name, entry] : entries) {
    out.add(name);
  }
  return out;
}

Candidates complete_code(const Cursor& cursor) {
  Candidates out;
  for (const CheckInfo* check : all_checks(cursor.plugin)) {
    out.add(check->code, check->title);
  }
  return out;
}

// MTLS001,MT: the codes that are not there yet, behind those that are.
Candidates complete_codes(const Cursor& cursor) {
  const std::string& word = cursor.word();
  const std::string before = word.substr(0, word.rfind(',') + 1);
  const std::vector<std::string_view> taken = split(before, ',');
  Candidates out;
  for (const Check* check : cursor.plugin.checks) {
    if (std::find(taken.begin(), taken.end(), check->info.code) == taken.end()) {
      out.add(check->info.code, check->info.title);
    }
  }
  out.put_before_all(before);
  return out;
}

Candidates file_extensions() {
  Candidates out = those(std::array<std::string_view, 3>{"yaml", "yml", "json"});
  out.directive = kFileExtensions;
  return out;
}

}  // namespace

Candidates complete_flags(const Cursor& cursor) {
  Candidates out;
  const VerbInfo& verb = cursor.line.verb;
  for (const auto& options :
       {own_options(cursor.plugin, verb), connection_options(cursor.plugin, verb)}) {
    for (const OptionSpec* option : options) {
      const std::string meaning = meaning_of(*option, verb);
      out.add("--" + std::string(option->name), meaning);
      if (option->letter != 0) {
        out.add(std::string("-") + option->letter, meaning);
      }
    }
  }
  return out;
}

Candidates complete_verbs(const Cursor& cursor) {
  Candidates out;
  for (const VerbInfo& verb : verbs_of(cursor.plugin)) {
    out.add(verb.name, as_sentence(verb.summary));
  }
  return out;
}

// Who may not list namespaces, or gets no answer, gets those that the kubeconfig names.
Candidates complete_namespaces(const Cursor& cursor) {
  Candidates known;
  if (cursor.line.options.files.empty()) {
    for (const auto& [name, context] : cursor.lookup.kubeconfig().contexts) {
      if (!context.ns.empty()) {
        known.add(context.ns);
      }
    }
    known.keep_matching(cursor.word());
    Candidates late = known;
    late.put_before_all(cursor.line.kept);
    answer_at_latest(kPatience, late.text());
  }
  const auto names = cursor.lookup.namespaces();
  return names ? those(std::vector<std::string_view>(names->begin(), names->end())) : known;
}

Candidates complete_word(std::string_view name, const Cursor& cursor) {
  const Word& word = find_word(name);
  const CommandLine& line = cursor.line;
  switch (word.completes) {
    case Completes::Nothing:
      break;
    case Completes::Files:
      return {.list = {}, .directive = kCompleteFiles};
    case Completes::Manifests:
      return file_extensions();
    case Completes::Namespaces:
      return complete_namespaces(cursor);
    case Completes::Contexts:
      return names_of(cursor.lookup.kubeconfig().contexts);
    case Completes::Clusters:
      return names_of(cursor.lookup.kubeconfig().clusters);
    case Completes::Users:
      return names_of(cursor.lookup.kubeconfig().users);
    case Completes::Formats:
      return those(split(line.verb.outputs, ' '));
    case Completes::Choices:
      return those(word.choices);
    case Completes::Code:
      return complete_code(cursor);
    case Completes::Codes:
      return complete_codes(cursor);
    case Completes::Verbs:
      return complete_verbs(cursor);
    case Completes::Objects:
      return complete_objects(cursor, line.verb.names);
    case Completes::Client:
      return complete_client(cursor);
    case Completes::Server:
      return complete_server(cursor);
    case Completes::Url:
      return complete_url(cursor);
    case Completes::Gateway:
      return complete_gateway(cursor);
  }
  return {};
}

}  // namespace mesh::cli

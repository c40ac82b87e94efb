// SPDX-License-Identifier: Apache-2.0
#include "common/cli/complete/completers.h"

#include <algorithm>

namespace mesh::cli {
namespace {

constexpr Kinds kClients = kPodsAndWorkloads | Kinds{Kind::Service};

// "shop/ca" apart.
struct SplitWord {
  std::string before;  // with its slash; empty if there is none
  std::string after;

  std::string_view type_or_ns() const {
    return std::string_view(before).substr(0, before.size() - 1);
  }
};

SplitWord split_word(const std::string& word) {
  const std::size_t slash = word.find('/');
  return slash == std::string::npos ? SplitWord{{}, word}
                                    : SplitWord{word.substr(0, slash + 1), word.substr(slash + 1)};
}

void add_all(Candidates& out, const std::optional<Lookup::Names>& names, std::string_view before,
             std::string_view after) {
  for (const std::string& name : names.value_or(Lookup::Names{})) {
    out.add(std::string(before) + name + std::string(after));
  }
}

// The way in which the type was begun: "sv" is that of svc, "serv" that of service.
std::string_view type_begun_as(const KindInfo& kind, std::string_view word) {
  if (kind.singular.starts_with(word)) {
    return kind.singular;
  }
  const auto short_name =
      std::find_if(kind.short_names.begin(), kind.short_names.end(),
                   [&](std::string_view name) { return name.starts_with(word); });
  if (short_name != kind.short_names.end()) {
    return *short_name;
  }
  return kind.plural;
}

Candidates types(Kinds kinds, std::string_view word) {
  Candidates out;
  for (const KindInfo& kind : all_kinds()) {
    if (kinds.contains(kind.kind)) {
      out.add(std::string(type_begun_as(kind, word)) + "/");
    }
  }
  return out;
}

// NAME of some kinds in the line's namespace, and NAMESPACE/ for those of others.
Candidates names_and_namespaces(const Cursor& cursor, std::initializer_list<Kind> kinds) {
  std::vector<load::NameQuestion> questions{{.kind = Kind::Namespace, .ns = {}}};
  for (const Kind kind : kinds) {
    questions.push_back({.kind = kind, .ns = cursor.lookup.ns()});
  }
  const auto answers = cursor.lookup.names(questions);
  Candidates out;
  add_all(out, answers.front(), "", "/");
  for (std::size_t i = 1; i < answers.size(); ++i) {
    add_all(out, answers[i], "", "");
  }
  return out;
}

// NAMESPACE/NAME of some kinds.
Candidates names_in(const Cursor& cursor, const SplitWord& word,
                    std::initializer_list<Kind> kinds) {
  std::vector<load::NameQuestion> questions;
  for (const Kind kind : kinds) {
    questions.push_back({.kind = kind, .ns = std::string(word.type_or_ns())});
  }
  Candidates out;
  for (const auto& names : cursor.lookup.names(questions)) {
    add_all(out, names, word.before, "");
  }
  return out;
}

Candidates names_of_type(const Cursor& cursor, const SplitWord& word, Kind kind) {
  Candidates out;
  add_all(out, cursor.lookup.names(kind), word.before, "");
  return out;
}

// SERVICE: the ports of that Service.
Candidates complete_port(const Cursor& cursor, const std::string& server) {
  const SplitWord word = split_word(server);
  const auto kind = find_kind_by_word(word.type_or_ns());
  const bool named_ns = !word.before.empty() && kind != Kind::Service;
  const std::string ns = named_ns ? std::string(word.type_or_ns()) : cursor.lookup.ns();
  Candidates out;
  for (const Service& service : cursor.lookup.objects({Kind::Service}).services()) {
    if (service.ref.name != word.after || (!ns.empty() && service.ref.ns != ns)) {
      continue;
    }
    for (const ServicePort& port : service.ports) {
      out.add(server + ":" + std::to_string(port.port), port.name);
    }
  }
  return out;
}

}  // namespace

Candidates complete_objects(const Cursor& cursor, Kinds kinds) {
  const SplitWord word = split_word(cursor.word());
  if (word.before.empty()) {
    return types(kinds, cursor.word());
  }
  const auto kind = find_kind_by_word(word.type_or_ns());
  return kind && kinds.contains(*kind) ? names_of_type(cursor, word, *kind) : Candidates{};
}

// The pods of a namespace may be many: they come once something is typed.
Candidates complete_client(const Cursor& cursor) {
  const SplitWord word = split_word(cursor.word());
  const auto kind = find_kind_by_word(word.type_or_ns());
  if (kind && kClients.contains(*kind)) {
    return names_of_type(cursor, word, *kind);
  }
  if (!word.before.empty()) {
    return names_in(cursor, word, {Kind::Pod});
  }
  Candidates out = word.after.empty() ? names_and_namespaces(cursor, {})
                                      : names_and_namespaces(cursor, {Kind::Pod});
  const Candidates all_types = types(kClients, word.after);
  out.list.insert(out.list.end(), all_types.list.begin(), all_types.list.end());
  return out;
}

Candidates complete_server(const Cursor& cursor) {
  const std::size_t colon = cursor.word().rfind(':');
  if (colon != std::string::npos) {
    return complete_port(cursor, cursor.word().substr(0, colon));
  }
  const SplitWord word = split_word(cursor.word());
  const auto kind = find_kind_by_word(word.type_or_ns());
  if (kind == Kind::Service || kind == Kind::Pod) {
    return names_of_type(cursor, word, *kind);
  }
  return word.before.empty() ? names_and_namespaces(cursor, {Kind::Service})
                             : names_in(cursor, word, {Kind::Service});
}

Candidates complete_gateway(const Cursor& cursor) {
  const SplitWord word = split_word(cursor.word());
  return word.before.empty() ? names_and_namespaces(cursor, {Kind::Service, Kind::Gateway})
                             : names_in(cursor, word, {Kind::Service, Kind::Gateway});
}

}  // namespace mesh::cli

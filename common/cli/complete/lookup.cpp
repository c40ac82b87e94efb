// SPDX-License-Identifier: Apache-2.0
#include "common/cli/complete/lookup.h"

#include <algorithm>

namespace mesh::cli {
namespace {

void sort_unique(Lookup::Names& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

template <typename T>
void add_names(const std::vector<T>& objects, const load::NameQuestion& question,
               Lookup::Names& out) {
  for (const T& object : objects) {
    const ObjectRef& ref = object.ref;
    if (ref.kind == question.kind && (question.ns.empty() || ref.ns == question.ns)) {
      out.emplace_back(ref.name);
    }
  }
}

}  // namespace

const kube::Connection& Lookup::connection() {
  if (!connection_) {
    connection_ = kube::resolve_connection(options_.connection, kube::process_environment());
  }
  return *connection_;
}

const kube::Kubeconfig& Lookup::kubeconfig() {
  if (!kubeconfig_) {
    kubeconfig_ =
        kube::load_kubeconfig(options_.connection.kubeconfig, kube::process_environment());
  }
  return *kubeconfig_;
}

std::string Lookup::ns() {
  if (options_.all_namespaces) {
    return {};
  }
  return options_.files.empty() ? connection().ns : options_.connection.ns;
}

std::vector<std::optional<Lookup::Names>> Lookup::names(
    const std::vector<load::NameQuestion>& questions) {
  if (!options_.files.empty()) {
    return names_in_files(questions);
  }
  kube::ApiClient client(connection(), user_agent(program_));
  std::vector<std::optional<Names>> answers = load::list_names(client, questions);
  for (std::optional<Names>& answer : answers) {
    if (answer) {
      sort_unique(*answer);
    }
  }
  return answers;
}

std::vector<std::optional<Lookup::Names>> Lookup::names_in_files(
    const std::vector<load::NameQuestion>& questions) {
  Kinds all;
  for (const KindInfo& kind : all_kinds()) {
    all.add(kind.kind);
  }
  const Snapshot& snapshot = objects(all);
  std::vector<std::optional<Names>> answers;
  for (const load::NameQuestion& question : questions) {
    Names names;
    if (question.kind == Kind::Namespace) {
      names.assign(snapshot.namespace_names().begin(), snapshot.namespace_names().end());
    } else {
      snapshot.for_each_list([&](const auto& list) { add_names(list, question, names); });
    }
    sort_unique(names);
    answers.emplace_back(std::move(names));
  }
  return answers;
}

Lookup::Names Lookup::names(Kind kind) {
  return names({{.kind = kind, .ns = ns()}}).front().value_or(Names{});
}

std::optional<Lookup::Names> Lookup::namespaces() {
  return names({{.kind = Kind::Namespace, .ns = {}}}).front();
}

const Snapshot& Lookup::objects(Kinds kinds) {
  if (!input_) {
    input_ = load_input(options_, kinds, program_);
  }
  return input_->loaded.snapshot;
}

}  // namespace mesh::cli

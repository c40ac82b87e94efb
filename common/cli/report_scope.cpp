// SPDX-License-Identifier: Apache-2.0
#include "common/cli/report_scope.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/cli/suggest.h"
#include "common/cli/usage_error.h"

#include <algorithm>

namespace mesh::cli {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_in_scope(const Finding& finding, const print::Scope& scope) {
  if (!scope.objects.empty()) {
    return std::find(scope.objects.begin(), scope.objects.end(), finding.object) !=
           scope.objects.end();
  }
  const std::string_view ns = finding.object.scope();
  return scope.namespaces.empty() || ns.empty() || finding.concerns_whole_mesh ||
         contains(scope.namespaces, ns);
}

std::string meant_type(std::string_view word) {
  std::vector<std::string_view> types;
  for (const KindInfo& kind : all_kinds()) {
    types.push_back(kind.singular);
    types.push_back(kind.plural);
  }
  const std::string meant = did_you_mean(word, types);
  return meant.empty() ? "; objects are written TYPE/NAME, for example service/cart" : meant;
}

std::string scope_text(const print::Scope& scope) {
  return scope.namespaces.empty() ? "any namespace" : "namespace " + join_and(scope.namespaces);
}

}  // namespace

std::vector<NamedObject> parse_named_objects(const std::vector<std::string>& arguments) {
  std::vector<NamedObject> named;
  for (const std::string& argument : arguments) {
    const std::size_t slash = argument.find('/');
    if (slash == std::string::npos) {
      throw UsageError(
          "\"{}\" is neither a verb nor an object: objects are written TYPE/NAME, for example "
          "service/cart",
          argument);
    }
    const std::string type = argument.substr(0, slash);
    const auto kind = find_kind_by_word(type);
    if (!kind) {
      throw UsageError("\"{}\" names no object: there is no type {}{}", argument, type,
                       meant_type(type));
    }
    if (slash + 1 == argument.size()) {
      throw UsageError(
          "\"{}\" names no object: objects are written TYPE/NAME, for example service/cart",
          argument);
    }
    named.push_back({*kind, argument.substr(slash + 1)});
  }
  return named;
}

Kinds kinds_of(const std::vector<NamedObject>& objects) {
  Kinds kinds;
  for (const NamedObject& object : objects) {
    kinds.add(object.kind);
  }
  return kinds;
}

void resolve_named_objects(const std::vector<NamedObject>& named, const Snapshot& snapshot,
                           print::Scope& scope) {
  for (const NamedObject& object : named) {
    const std::size_t found_before = scope.objects.size();
    const bool namespaced = info(object.kind).namespaced;
    const std::vector<std::string> all(snapshot.namespace_names().begin(),
                                       snapshot.namespace_names().end());
    const std::vector<std::string>& places = !namespaced ? std::vector<std::string>{""}
                                             : scope.namespaces.empty() ? all
                                                                        : scope.namespaces;
    for (const std::string& ns : places) {
      const Object* found = snapshot.find({.kind = object.kind, .ns = ns, .name = object.name});
      if (found != nullptr) {
        scope.objects.push_back(found->ref);
      }
    }
    if (scope.objects.size() == found_before) {
      throw Error("{} \"{}\" not found in {}", info(object.kind).singular, object.name,
                  scope_text(scope));
    }
  }
}

void keep_scope(std::vector<Finding>& findings, const print::Scope& scope) {
  std::erase_if(findings, [&](const Finding& finding) { return !is_in_scope(finding, scope); });
}

std::size_t count_namespaces(const print::Scope& scope, const Snapshot& snapshot) {
  return scope.namespaces.empty() ? snapshot.namespace_names().size() : scope.namespaces.size();
}

void note_empty_input(print::Report& report, const Snapshot& snapshot) {
  if (snapshot.object_count() == 0) {
    report.not_checked.push_back(
        {.code = "",
         .kind = std::nullopt,
         .ns = "",
         .reason = "notInInput",
         .message = "the input holds no object of a kind that is checked"});
  }
}

}  // namespace mesh::cli

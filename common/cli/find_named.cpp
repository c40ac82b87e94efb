// SPDX-License-Identifier: Apache-2.0
#include "common/cli/find_named.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/istio/endpoints.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace mesh::cli {
namespace {

struct Name {
  std::string_view before;  // of the slash; empty if there is none
  std::string_view name;
};

Name split_name(std::string_view word) {
  const std::size_t slash = word.find('/');
  if (slash == std::string_view::npos) {
    return {{}, word};
  }
  return {word.substr(0, slash), word.substr(slash + 1)};
}

std::vector<const Pod*> pods_where(const Snapshot& snapshot, std::string_view ns, auto&& accept) {
  std::vector<const Pod*> pods;
  for (const Pod& pod : snapshot.in_namespace<Pod>(ns)) {
    if (accept(pod)) {
      pods.push_back(&pod);
    }
  }
  return pods;
}

std::vector<const Pod*> pods_of_object(const Snapshot& snapshot, Kind kind, std::string_view ns,
                                       std::string_view name) {
  if (kind == Kind::Service) {
    const Service* service = snapshot.find<Service>(ns, name);
    return service == nullptr ? std::vector<const Pod*>{} : istio::pods_of(snapshot, *service);
  }
  return pods_where(snapshot, ns, [&](const Pod& pod) {
    const ObjectRef& ref = kind == Kind::Pod ? pod.ref : pod.workload;
    return ref.kind == kind && ref.name == name;
  });
}

// The object's pods may be in a namespace that was not meant: "; namespace shop has one, name it
// with -n".
std::string found_elsewhere(const Snapshot& snapshot, Kind kind, std::string_view name) {
  std::vector<std::string> places;
  for (const std::string_view ns : snapshot.namespace_names()) {
    if (!pods_of_object(snapshot, kind, ns, name).empty()) {
      places.emplace_back(ns);
    }
  }
  return places.empty() ? "" : fmt::format("; it is in {}: use -n", join_and(places));
}

}  // namespace

const Object* find_named(const Snapshot& snapshot, Kind kind, std::string_view word,
                         std::string_view default_ns) {
  const Name name = split_name(word);
  return snapshot.find(
      {.kind = kind, .ns = name.before.empty() ? default_ns : name.before, .name = name.name});
}

std::vector<const Pod*> pods_named(const Snapshot& snapshot, std::string_view word,
                                   std::string_view default_ns) {
  const Name name = split_name(word);
  if (const auto kind = find_kind_by_word(name.before)) {
    std::vector<const Pod*> pods = pods_of_object(snapshot, *kind, default_ns, name.name);
    if (!pods.empty()) {
      return pods;
    }
    if (snapshot.in_namespace<Pod>(name.before).empty()) {
      throw Error("{} \"{}\" {} in namespace {}{}", info(*kind).singular, name.name,
                  *kind == Kind::Pod ? "not found" : "not found, or without pods,", default_ns,
                  found_elsewhere(snapshot, *kind, name.name));
    }
  }
  const std::string_view ns = name.before.empty() ? default_ns : name.before;
  std::vector<const Pod*> pods = pods_of_object(snapshot, Kind::Pod, ns, name.name);
  if (pods.empty()) {
    throw Error("pod \"{}\" not found in namespace {}{}; workloads are written TYPE/NAME",
                name.name, ns, found_elsewhere(snapshot, Kind::Pod, name.name));
  }
  return pods;
}

}  // namespace mesh::cli

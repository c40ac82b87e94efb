// SPDX-License-Identifier: Apache-2.0
#include "common/istio/merge_pod.h"

#include <algorithm>

namespace mesh::istio {
namespace {

auto find_in(std::vector<Container>& list, std::string_view name) {
  return std::find_if(list.begin(), list.end(),
                      [&](const Container& each) { return each.name == name; });
}

template <typename T>
void lay(const T& over, T& under) {
  if (over != T{}) {
    under = over;
  }
}

void merge(const SecurityContext& over, SecurityContext& under) {
  lay(over.privileged, under.privileged);
  lay(over.allow_privilege_escalation, under.allow_privilege_escalation);
  lay(over.run_as_non_root, under.run_as_non_root);
  lay(over.run_as_user, under.run_as_user);
  lay(over.run_as_group, under.run_as_group);
  lay(over.seccomp_profile, under.seccomp_profile);
  lay(over.proc_mount, under.proc_mount);
  lay(over.capabilities_add, under.capabilities_add);
  lay(over.capabilities_drop, under.capabilities_drop);
}

void merge(const Container& over, Container& under) {
  lay(over.image, under.image);
  lay(over.restart_policy, under.restart_policy);
  if (over.security_context && under.security_context) {
    merge(*over.security_context, *under.security_context);
  } else if (over.security_context) {
    under.security_context = over.security_context;
  }
}

}  // namespace

const Container* find_container(const std::vector<Container>& list, std::string_view name) {
  const auto at = std::find_if(list.begin(), list.end(),
                               [&](const Container& each) { return each.name == name; });
  return at == list.end() ? nullptr : &*at;
}

void merge_containers(const std::vector<Container>& over, std::vector<Container>& list) {
  for (const Container& each : over) {
    const auto at = find_in(list, each.name);
    if (at == list.end()) {
      list.push_back(each);
    } else {
      merge(each, *at);
    }
  }
}

void merge_volumes(const std::vector<Volume>& over, std::vector<Volume>& list) {
  for (const Volume& each : over) {
    const auto at = std::find_if(list.begin(), list.end(),
                                 [&](const Volume& known) { return known.name == each.name; });
    if (at == list.end()) {
      list.push_back(each);
    } else {
      at->has_more_types = at->has_more_types || each.has_more_types || at->type != each.type;
    }
  }
}

void move_container(std::string_view name, std::vector<Container>& from,
                    std::vector<Container>& to) {
  const auto at = find_in(from, name);
  if (at != from.end()) {
    to.push_back(std::move(*at));
    from.erase(at);
  }
}

void move_to_front(std::string_view name, std::vector<Container>& list) {
  const auto at = find_in(list, name);
  if (at != list.end()) {
    std::rotate(list.begin(), at, at + 1);
  }
}

void move_to_back(std::string_view name, std::vector<Container>& list) {
  const auto at = find_in(list, name);
  if (at != list.end()) {
    std::rotate(at, at + 1, list.end());
  }
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
//
// Secrets are nobody's business but for those that something of the mesh names: these are fetched
// one by one, unless there are so many that one list is cheaper, and allowed.

#include "common/base/error.h"
#include "common/load/cluster_load.h"

namespace mesh::load {
namespace {

constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;

constexpr std::size_t kMostGets = 64;

}  // namespace

void ClusterLoad::read_secrets() {
  if (!options_.only_for_findings) {
    perform({all_secrets()});
    return;
  }
  const SecretNames names = named_secrets(builder_, options_);
  if (names.size() <= kMostGets || !list_secrets()) {
    get_secrets(names);
  }
}

// Returns false if that is not allowed.
bool ClusterLoad::list_secrets() {
  std::vector<ListResult> results = reader_.read({all_secrets()});
  if (results.front().status == kForbidden) {
    return false;
  }
  std::vector<ListRequest> next;
  settle(results.front(), next);
  return true;
}

void ClusterLoad::get_secrets(const SecretNames& names) {
  std::set<std::string> missing;
  std::set<std::string> open;
  std::set<std::string> closed;
  for (ListResult& result : reader_.read(gets_of(names))) {
    const ListRequest& get = result.request;
    if (result.part) {
      take(result);
    } else if (result.status == kNotFound) {
      missing.insert(get.name);
    } else if (result.status == kForbidden) {
      closed.insert(get.ns);
      continue;
    } else {
      settle_get(result);
      continue;
    }
    open.insert(get.ns);
  }
  cover_secrets(open, closed);
  if (!missing.empty() && !open.empty()) {
    look_elsewhere(names, missing);
  }
}

void ClusterLoad::settle_get(const ListResult& result) {
  if (result.status == kUnauthorized) {
    throw Error("{}", result.message);
  }
  unread_.failed(Kind::Secret, result.request.ns, result.message, true);
}

// Who may not get any may still list them.
void ClusterLoad::cover_secrets(const std::set<std::string>& open,
                                const std::set<std::string>& closed) {
  if (open.empty() && !closed.empty()) {
    perform({all_secrets()});
    return;
  }
  if (closed.empty()) {
    builder_.cover_everywhere(Kind::Secret);
  }
  for (const std::string& ns : open) {
    if (!closed.contains(ns)) {
      builder_.cover_namespace(Kind::Secret, ns);
      unread_.read_in_namespace(Kind::Secret);
    }
  }
  for (const std::string& ns : closed) {
    unread_.forbidden(Kind::Secret, ns);
  }
}

// For a hint only: what may not be read there is no gap.
void ClusterLoad::look_elsewhere(const SecretNames& known, const std::set<std::string>& missing) {
  SecretNames names = elsewhere(builder_, missing);
  std::erase_if(names, [&](const SecretName& name) { return known.contains(name); });
  for (ListResult& result : reader_.read(gets_of(names))) {
    if (result.part) {
      take(result);
    }
  }
}

}  // namespace mesh::load

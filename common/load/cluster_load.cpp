// SPDX-License-Identifier: Apache-2.0
#include "common/load/cluster_load.h"

#include "common/base/error.h"

namespace mesh::load {
namespace {

constexpr int kOk = 200;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;

}  // namespace

ClusterLoad::ClusterLoad(kube::ApiClient& client, const ClusterOptions& options)
    : options_(options),
      builder_(SnapshotBuilder::From::Cluster),
      reader_(client, builder_, options.progress),
      discovery_(client),
      plan_(options),
      unread_(client.server()) {}

Loaded ClusterLoad::run() {
  while (!plan_.is_done() && !unread_.is_hopeless()) {
    perform(plan_.next(builder_));
  }
  cover_scope();
  if (options_.kinds.contains(Kind::Secret) && !unread_.is_hopeless()) {
    read_secrets();
  }
  unread_.settle();
  return {.snapshot = builder_.finish(),
          .sources = {},
          .findings = std::move(findings_),
          .unread = unread_.take_unread(),
          .partial = unread_.take_partial(),
          .resource_versions = std::move(resource_versions_)};
}

void ClusterLoad::perform(std::vector<ListRequest> lists) {
  while (!lists.empty()) {
    std::vector<ListResult> results = reader_.read(lists);
    look_up_versions(results);
    lists.clear();
    for (ListResult& result : results) {
      settle(result, lists);
    }
  }
}

// A server may refuse what it does not even have.
void ClusterLoad::look_up_versions(const std::vector<ListResult>& results) {
  std::vector<Kind> kinds;
  for (const ListResult& result : results) {
    if (result.status == kNotFound || result.status == kForbidden) {
      kinds.push_back(result.request.kind);
    }
  }
  discovery_.look_up(kinds);
}

// Adds to `next` what to ask instead.
void ClusterLoad::settle(ListResult& result, std::vector<ListRequest>& next) {
  if (result.part) {
    take(result);
    cover(result.request);
  } else if (result.status == kUnauthorized) {
    throw Error("{}", result.message);
  } else if (result.status == kForbidden || result.status == kNotFound) {
    refused(result, next);
  } else {
    plan_.give_up(result.request.kind);
    unread_.failed(result.request.kind, result.request.ns, result.message,
                   result.status == 0 || result.status == kOk);
  }
}

void ClusterLoad::take(ListResult& result) {
  unread_.note_answer();
  if (result.request.metadata_only) {
    for (const Pod& pod : result.part->added<Pod>()) {
      plan_.add_namespace(pod.ref.ns);
    }
    return;
  }
  builder_.absorb(std::move(*result.part));
  std::move(result.findings.begin(), result.findings.end(), std::back_inserter(findings_));
  note_version(result);
}

// Of several lists of a kind the oldest counts. Versions grow, and are numbers so far.
void ClusterLoad::note_version(const ListResult& result) {
  const std::string& version = result.resource_version;
  if (version.empty()) {
    return;
  }
  const auto [at, is_new] = resource_versions_.try_emplace(result.request.kind, version);
  const auto age = [](const std::string& text) { return std::pair(text.size(), text); };
  if (!is_new && age(version) < age(at->second)) {
    at->second = version;
  }
}

void ClusterLoad::cover(const ListRequest& list) {
  if (list.metadata_only) {
    return;
  }
  if (list.ns.empty()) {
    builder_.cover_everywhere(list.kind);
  } else {
    builder_.cover_namespace(list.kind, list.ns);
    unread_.read_in_namespace(list.kind);
  }
}

// What was left out cannot matter to the scope, so that absence proves something all the same.
void ClusterLoad::cover_scope() {
  for (const KindInfo& kind : all_kinds()) {
    if (plan_.local_kinds().contains(kind.kind) && !unread_.has_gap(kind.kind)) {
      builder_.cover_everywhere(kind.kind);
    }
  }
}

void ClusterLoad::refused(const ListResult& result, std::vector<ListRequest>& next) {
  const ListRequest& list = result.request;
  const bool is_known = discovery_.knows(list.kind);
  const auto served = is_known ? discovery_.served_version(list.kind) : std::nullopt;
  if (is_known && !served) {
    not_installed(list.kind);
  } else if (served && *served != list.version) {
    next.push_back(list);
    next.back().version = *served;
  } else if (result.status == kForbidden) {
    forbidden(list, next);
  } else if (served || info(list.kind).group.empty()) {
    unread_.failed(list.kind, list.ns, result.message, true);
  } else {
    missing(list, next);
  }
}

// Where discovery is of no help, the older versions are tried.
void ClusterLoad::missing(const ListRequest& list, std::vector<ListRequest>& next) {
  if (const auto older = older_version(list)) {
    next.push_back(*older);
  } else {
    not_installed(list.kind);
  }
}

void ClusterLoad::not_installed(Kind kind) {
  if (info(kind).is_addition()) {
    builder_.cover_everywhere(kind);
  } else {
    unread_.not_installed(kind);
  }
}

void ClusterLoad::forbidden(const ListRequest& list, std::vector<ListRequest>& next) {
  const std::vector<ListRequest> narrower = narrower_lists(list, options_);
  next.insert(next.end(), narrower.begin(), narrower.end());
  if (narrower.empty()) {
    unread_.forbidden(list.kind, list.ns);
  } else {
    unread_.narrowed(list.kind);
  }
}

Loaded load_cluster(kube::ApiClient& client, const ClusterOptions& options) {
  return ClusterLoad(client, options).run();
}

}  // namespace mesh::load

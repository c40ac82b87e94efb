// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/load/cluster_source.h"
#include "common/load/discovery.h"
#include "common/load/list_reader.h"
#include "common/load/scope_plan.h"
#include "common/load/secret_plan.h"
#include "common/load/unread_kinds.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace mesh::load {

// One load: asks, and asks again more narrowly or for another version where the server says no.
class ClusterLoad {
 public:
  // Both must outlive it.
  ClusterLoad(kube::ApiClient& client, const ClusterOptions& options);

  Loaded run();

 private:
  void perform(std::vector<ListRequest> lists);
  void look_up_versions(const std::vector<ListResult>& results);
  void settle(ListResult& result, std::vector<ListRequest>& next);
  void take(ListResult& result);
  void note_version(const ListResult& result);
  void cover(const ListRequest& list);
  void cover_scope();
  void refused(const ListResult& result, std::vector<ListRequest>& next);
  void missing(const ListRequest& list, std::vector<ListRequest>& next);
  void not_installed(Kind kind);
  void forbidden(const ListRequest& list, std::vector<ListRequest>& next);

  void read_secrets();
  bool list_secrets();
  void get_secrets(const SecretNames& names);
  void settle_get(const ListResult& result);
  void cover_secrets(const std::set<std::string>& open, const std::set<std::string>& closed);
  void look_elsewhere(const SecretNames& known, const std::set<std::string>& missing);

  const ClusterOptions& options_;
  SnapshotBuilder builder_;
  ListReader reader_;
  Discovery discovery_;
  ScopePlan plan_;
  UnreadKinds unread_;
  std::vector<Finding> findings_;
  std::map<Kind, std::string> resource_versions_;
};

}  // namespace mesh::load

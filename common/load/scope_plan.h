// SPDX-License-Identifier: Apache-2.0
//
// What to read of a large mesh for the findings of some namespaces. Pods are nine tenths of all
// bytes, and most checks look only at those of the object's own namespace, of the hosts it names,
// of gateways and of the control plane. Where that cannot be told beforehand, all are read.
#pragma once

#include "common/load/list_plan.h"
#include "common/load/rule_hosts.h"
#include "common/model/snapshot_builder.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::load {

class ScopePlan {
 public:
  // `options` must outlive it.
  explicit ScopePlan(const ClusterOptions& options);

  bool is_done() const { return step_ == Step::Done; }

  // What to ask next, as what was read so far tells; may be nothing. Drops from the builder what it
  // asks for again. Secrets are another matter.
  std::vector<ListRequest> next(SnapshotBuilder& builder);

  // The kinds of which only a part is read: all that the findings of the scope depend on.
  Kinds local_kinds() const { return local_; }

  // A list of the kind failed: that of another namespace would hardly be answered, and could not be
  // used.
  void give_up(Kind kind);

  // A list of metadata came: pods of this namespace matter too.
  void add_namespace(std::string_view ns) { wanted_.emplace(ns); }

 private:
  enum class Step { Begin, Named, Found, Last, Injectors, Done };

  bool reads(Kind kind) const { return options_.kinds.contains(kind); }

  bool is_in_scope(const Object& object) const;
  bool is_narrow() const;
  bool judges_clients() const;

  std::vector<ListRequest> begin();
  std::vector<ListRequest> injector_configs(const SnapshotBuilder& read) const;
  std::vector<ListRequest> named(SnapshotBuilder& builder);
  std::vector<ListRequest> found(SnapshotBuilder& builder);
  std::vector<ListRequest> last(SnapshotBuilder& builder);
  std::vector<ListRequest> local_lists();
  std::vector<ListRequest> everything(SnapshotBuilder& builder);

  void want_rules(const SnapshotBuilder& read);
  void want_routes(const SnapshotBuilder& read);
  void want_control_plane(const SnapshotBuilder& read);
  void want_host(const HostNamespaces& found);

  const ClusterOptions& options_;
  Kinds given_up_;
  Kinds local_;                               // read by namespace; all others cluster-wide
  std::set<std::string> wanted_;              // namespaces of which they are needed
  std::set<std::string> asked_;               // and of which they were asked for
  std::set<std::string, std::less<>> roots_;  // namespaces whose objects hold for all
  std::set<std::string> receivers_;           // namespaces that rules of the scope send mTLS to
  bool is_everywhere_ = false;                // something of the scope may lead anywhere
  Step step_ = Step::Begin;
};

}  // namespace mesh::load

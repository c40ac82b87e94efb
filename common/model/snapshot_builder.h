// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/snapshot.h"

#include <string_view>

namespace mesh {

// Collects objects, then freezes them into a Snapshot: sorts, drops duplicates, lets workload
// templates stand in for pods that are not there, and builds the indexes. Not thread-safe.
class SnapshotBuilder {
 public:
  enum class From { Files, Cluster };

  explicit SnapshotBuilder(From from);

  // A part of `whole`, to be given to its absorb() or thrown away; shares its texts, so `whole`
  // must outlive it and stay where it is.
  explicit SnapshotBuilder(SnapshotBuilder* whole) : shared_pool_(&whole->pool()) {}

  // Texts of objects that are added must come from here.
  StringPool& pool() { return shared_pool_ == nullptr ? snapshot_.pool_ : *shared_pool_; }

  template <typename T>
  void add(T object) {
    std::get<std::vector<T>>(snapshot_.objects_).push_back(std::move(object));
  }

  // Moves the objects of a part in.
  void absorb(SnapshotBuilder part);

  // What was added so far, in the order of adding.
  template <typename T>
  std::span<const T> added() const {
    return std::get<std::vector<T>>(snapshot_.objects_);
  }

  // Removes all objects of a kind again, and what is said to be covered of it.
  void drop(Kind kind);

  // Cluster only: what a list that was answered covers.
  void cover_everywhere(Kind kind);
  void cover_namespace(Kind kind, std::string_view ns);

  // Files: a built-in kind of which there is no object at all is taken as "not in the input";
  // Istio's own kinds are taken as complete, because such files are usually kept together.
  Snapshot finish();

  static std::size_t label_hash(std::string_view ns, std::string_view key, std::string_view value);
  // Of a fully qualified host; all wildcards of a namespace count as "*".
  static std::size_t host_hash(std::string_view ns, std::string_view host);

 private:
  void sort_and_drop_duplicates();
  void resolve_pod_workloads();
  void merge_workload_labels();
  void add_stand_ins();
  void cover_what_files_hold();
  void index_namespaces();
  void index_pods();
  void index_slices();
  void index_destination_rules();
  void index_workloads();
  void index_mesh_config_maps();

  Snapshot snapshot_;
  StringPool* shared_pool_ = nullptr;  // of the whole that this is a part of
};

}  // namespace mesh

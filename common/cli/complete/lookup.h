// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/load_input.h"
#include "common/kube/kubeconfig.h"
#include "common/load/object_names.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mesh::cli {

// Names of objects, from the cluster that the flags on the line select or from the files given with
// -f. Nothing is read or asked before something is wanted. All may throw Error.
class Lookup {
 public:
  using Names = std::vector<std::string>;

  // Both must outlive it.
  Lookup(const Options& options, const std::string& program)
      : options_(options), program_(program) {}

  // The namespace that the line is about; empty: all.
  std::string ns();

  // The names for each question, sorted; nothing where the cluster gave no answer.
  std::vector<std::optional<Names>> names(const std::vector<load::NameQuestion>& questions);

  // Those of one kind in the line's namespace.
  Names names(Kind kind);

  std::optional<Names> namespaces();

  // The objects of these kinds in full.
  const Snapshot& objects(Kinds kinds);

  // What the files of kubectl's configuration hold.
  const kube::Kubeconfig& kubeconfig();

 private:
  const kube::Connection& connection();
  std::vector<std::optional<Names>> names_in_files(
      const std::vector<load::NameQuestion>& questions);

  const Options& options_;
  const std::string& program_;
  std::optional<kube::Connection> connection_;
  std::optional<kube::Kubeconfig> kubeconfig_;
  std::optional<Input> input_;
};

}  // namespace mesh::cli

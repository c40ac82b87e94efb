// SPDX-License-Identifier: Apache-2.0
//
// What `show` shows: the objects that its arguments name, else all in the namespaces of the scope.
#pragma once

#include "common/cli/verb.h"

namespace mesh::cli {

class ShowScope {
 public:
  // `kinds` are those that may be named. Throws UsageError for other words, Error for objects that
  // do not exist.
  ShowScope(const Question& question, Kinds kinds);

  // It is named, or nothing is and it stands in the namespaces.
  bool shows(const Object& object) const;

  // Not finished, and it is shown itself, or its workload or a Service that selects it is named.
  // Those of Kubernetes' own namespaces have to be asked for.
  bool shows(const Pod& pod) const;

 private:
  bool is_named(const ObjectRef& ref) const;
  bool is_in_namespaces(const ObjectRef& ref) const;

  const Snapshot& snapshot_;
  print::Scope scope_;
};

}  // namespace mesh::cli

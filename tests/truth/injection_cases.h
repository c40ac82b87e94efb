// SPDX-License-Identifier: Apache-2.0
//
// The cases of tests/truth/injection: one namespace and one pod each, and what a real API server
// with real istiods made of that pod when it was created (see README.md there).
#pragma once

#include "common/model/snapshot.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mesh::test {

struct InjectionTruth {
  bool injected = false;
  std::string revision;  // empty: none
  std::vector<std::string> containers;
  std::string error;      // empty: the pod was accepted
  std::string denied_by;  // empty: nobody
  std::vector<std::string> webhooks_called;
};

struct InjectionCase {
  std::string id;
  std::string ns;
  std::string pod;
  std::string labels;     // of the namespace, as JSON
  std::string documents;  // Namespace and Pod, as one JSON List
  InjectionTruth truth;
};

// Cases that share a snapshot: no two of them have a namespace in common that differs.
struct InjectionGroup {
  std::vector<InjectionCase> cases;
  std::shared_ptr<const Snapshot> snapshot;
  std::shared_ptr<const std::vector<std::string>> installation;  // its documents, as JSON
};

// The installations' files, sorted: "auto-namespaces", …
std::vector<std::string> injection_case_files();

std::vector<InjectionGroup> injection_groups(const std::string& case_file);

// The installation with one namespace and one pod, which may be changed copies of the group's own.
Snapshot snapshot_with(const InjectionGroup& group, const Namespace& ns, const Pod& pod);

}  // namespace mesh::test

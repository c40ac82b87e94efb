// SPDX-License-Identifier: Apache-2.0
//
// GEN-1: mesh-wide settings come from the `mesh` key of ConfigMap istio in the control plane's
// namespace. Without that ConfigMap (files, managed control planes) Istio's defaults hold.
#pragma once

#include "common/model/snapshot.h"

#include <string_view>

namespace mesh::istio {

// The MeshConfig in force: that of ConfigMap `istio`, else the first of `istio-<revision>` by name,
// else one with nothing set. O(control planes).
const MeshConfig& mesh_config(const Snapshot& snapshot);

// That of the control plane of one revision, ConfigMap istio[-revision]: in namespace `ns` if it is
// known where it runs, else beside that of mesh_config(); else mesh_config().
const MeshConfig& mesh_config_of(const Snapshot& snapshot, std::string_view revision,
                                 std::string_view ns = {});

// Never empty: istio-system by default.
std::string_view root_namespace(const Snapshot& snapshot);

// MTLS-21: on by default.
bool auto_mtls_enabled(const Snapshot& snapshot);

// The ConfigMap mesh_config() is read from, to name in findings; nullptr if none.
const ConfigMap* mesh_config_source(const Snapshot& snapshot);

// PORT-38: whether istiod sees the namespace at all: Services, Sidecars, policies in one that no
// discovery selector selects do not exist for it. A namespace that is not in the snapshot counts as
// seen.
bool is_discovered(const Snapshot& snapshot, std::string_view ns);

// INJ-11, 0.1: kube-system and its like, where nothing is injected and nothing is reported.
bool is_ignored_namespace(std::string_view ns);

}  // namespace mesh::istio

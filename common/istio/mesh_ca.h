// SPDX-License-Identifier: Apache-2.0
//
// CRT-20 … CRT-25, CRT-40 … CRT-43: who signs the mesh's workload certificates, and the root that
// istiod puts into every namespace. Secret `cacerts` beats `istio-ca-secret`; neither counts where
// Google's Mesh CA, CA Service or another outside CA signs.
#pragma once

#include "common/model/snapshot.h"

#include <string_view>
#include <vector>

namespace mesh::istio {

inline constexpr std::string_view kRootConfigMap = "istio-ca-root-cert";
inline constexpr std::string_view kRootKey = "root-cert.pem";

enum class MeshSigner {
  Istiod,    // with a CA that it keeps in a Secret
  Google,    // Mesh CA or CA Service (CRT-40)
  Elsewhere  // istio-csr and the like, or a control plane that is not in this cluster
};

MeshSigner mesh_signer(const Snapshot& snapshot);

// The CA that one istiod signs with.
struct MeshCa {
  const Secret* secret = nullptr;
  const SecretEntry* certificate = nullptr;  // that signs; nullptr if it is missing
  const SecretEntry* chain = nullptr;        // from there to the root; nullptr if there is none
  const SecretEntry* root = nullptr;  // that proxies are told to trust; nullptr if it is missing
  bool self_signed = false;           // istiod made it, and renews it (CRT-22)
  std::vector<std::string_view> missing;  // keys without which istiod does not start (CRT-20)
};

// Namespaces in which istiod runs, sorted; the root namespace if no pod of istiod is known.
std::vector<std::string_view> control_plane_namespaces(const Snapshot& snapshot);

// One for each of these that has a CA Secret; none unless istiod signs.
std::vector<MeshCa> mesh_cas(const Snapshot& snapshot);

// Whether the absence of such a Secret proves something: nobody writes it into a manifest, so
// files never do. True where nobody would use it.
bool can_tell_mesh_ca(const Snapshot& snapshot);

// The ConfigMap of CRT-24; nullptr if the namespace has none.
const ConfigMap* root_config_map(const Snapshot& snapshot, std::string_view ns);
// All of them, by namespace. O(namespaces).
std::vector<const ConfigMap*> root_config_maps(const Snapshot& snapshot);

// Whether the absence of the ConfigMap from `ns` proves something. Nobody writes it into a
// manifest, so files prove it only if they hold what a cluster would have there.
bool can_miss_root(const Snapshot& snapshot, std::string_view ns);

// For each namespace with pods that exist and have a proxy (a gateway's too), the first of them.
// O(pods).
std::vector<const Pod*> first_meshed_pods(const Snapshot& snapshot);

// Some root is in both: the same name and key, because a renewed root keeps its key (CRT-22).
bool share_a_root(const PemData& a, const PemData& b);

}  // namespace mesh::istio

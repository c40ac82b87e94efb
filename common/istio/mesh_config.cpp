// SPDX-License-Identifier: Apache-2.0
#include "common/istio/mesh_config.h"

#include <algorithm>
#include <array>

namespace mesh::istio {

// This is asked for every pod.
const ConfigMap* mesh_config_source(const Snapshot& snapshot) {
  const ConfigMap* source = nullptr;
  for (const ConfigMap* config_map : snapshot.mesh_config_maps()) {
    const ObjectRef& ref = config_map->ref;
    if (ref.name == "istio" && ref.ns == "istio-system") {
      return config_map;
    }
    const bool is_istio = ref.name == "istio";
    const bool is_better = source == nullptr || (is_istio && source->ref.name != "istio");
    if (is_better && (is_istio || ref.name.starts_with("istio-"))) {
      source = config_map;
    }
  }
  return source;
}

const MeshConfig& mesh_config(const Snapshot& snapshot) {
  static const MeshConfig kDefaults;
  const ConfigMap* source = mesh_config_source(snapshot);
  return source == nullptr ? kDefaults : *source->data.mesh_config;
}

const MeshConfig& mesh_config_of(const Snapshot& snapshot, std::string_view revision,
                                 std::string_view ns) {
  const std::string name =
      revision == "default" ? std::string("istio") : "istio-" + std::string(revision);
  const ConfigMap* source = mesh_config_source(snapshot);
  for (const std::string_view home : {ns, source == nullptr ? ns : source->ref.ns}) {
    const ConfigMap* own = snapshot.find<ConfigMap>(home, name);
    if (own != nullptr && own->data.mesh_config) {
      return *own->data.mesh_config;
    }
  }
  return mesh_config(snapshot);
}

std::string_view root_namespace(const Snapshot& snapshot) {
  const std::string_view root = mesh_config(snapshot).root_namespace;
  return root.empty() ? "istio-system" : root;
}

bool auto_mtls_enabled(const Snapshot& snapshot) {
  return mesh_config(snapshot).enable_auto_mtls.value_or(true);
}

bool is_discovered(const Snapshot& snapshot, std::string_view ns) {
  const std::vector<LabelSelector>& selectors = mesh_config(snapshot).discovery_selectors;
  const Namespace* object = selectors.empty() ? nullptr : snapshot.find_namespace(ns);
  return object == nullptr ||
         std::any_of(selectors.begin(), selectors.end(), [&](const LabelSelector& selector) {
           return selector.matches(object->meta.labels);
         });
}

bool is_ignored_namespace(std::string_view ns) {
  constexpr std::array<std::string_view, 4> kIgnored{"kube-system", "kube-public",
                                                     "kube-node-lease", "local-path-storage"};
  return std::find(kIgnored.begin(), kIgnored.end(), ns) != kIgnored.end();
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#include "common/istio/native_sidecar.h"

#include "common/base/text.h"

#include <algorithm>

namespace mesh::istio {
namespace {

constexpr long kFirstMinor = 33;  // kubelets from 1.33 on

bool is_new_enough(const Node& node) {
  const std::vector<std::string_view> parts = split(node.kubelet_version, '.');
  const auto minor = parts.size() < 2 ? std::nullopt : parse_number(parts[1]);
  return minor && *minor >= kFirstMinor;
}

bool nodes_allow_it(const Snapshot& snapshot, const Pod& pod) {
  if (const Node* node = snapshot.find<Node>("", pod.spec.node_name)) {
    return is_new_enough(*node);
  }
  const std::span<const Node> nodes = snapshot.all<Node>();
  return std::all_of(nodes.begin(), nodes.end(), is_new_enough);
}

bool is_enabled(const Snapshot& snapshot, const ConfigMap* config, const Pod& pod) {
  const std::string_view mode =
      config == nullptr ? std::string_view() : config->data.injector_config->native_sidecars;
  const bool is_auto = mode.empty() || mode == "auto";
  return mode == "true" || (is_auto && nodes_allow_it(snapshot, pod));
}

}  // namespace

NativeSidecar native_sidecar_of(const Snapshot& snapshot, const ConfigMap* config, const Pod& pod) {
  const bool enabled = is_enabled(snapshot, config, pod);
  const auto annotation = pod.meta.annotations.find("sidecar.istio.io/nativeSidecar");
  if (!annotation) {
    return {enabled, enabled};
  }
  // The template looks for "false" only, and takes an empty one for none; the code looks for "true"
  // and "false".
  return {.in_template = annotation->empty() ? enabled : *annotation != "false",
          .moves_users = *annotation == "true" || (*annotation != "false" && enabled)};
}

}  // namespace mesh::istio

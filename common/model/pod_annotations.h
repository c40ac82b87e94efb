// SPDX-License-Identifier: Apache-2.0
//
// Annotations of pods that hold a document for the injector (INJ-16), read when the pod is: what
// they say, or why nobody can read them.
#pragma once

#include "common/model/pod.h"
#include "common/model/proxy_config.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh {

// sidecar.istio.io/userVolumeMount
struct UserVolumeMount {
  std::string_view name;
  std::string_view mount_path;
};

// proxy.istio.io/overrides: containers of the user under the names of the injector's.
struct ContainerOverrides {
  std::vector<Container> containers;
  std::vector<Container> init_containers;
};

// A document and, if it could not be read, the reason; neither where there is no annotation.
template <typename T>
struct EmbeddedDocument {
  std::optional<T> value;
  std::string error;
};

struct PodAnnotations {
  EmbeddedDocument<ProxyConfig> proxy_config;                  // proxy.istio.io/config
  EmbeddedDocument<ContainerOverrides> overrides;              // proxy.istio.io/overrides
  EmbeddedDocument<std::vector<Volume>> user_volumes;          // sidecar.istio.io/userVolume
  EmbeddedDocument<std::vector<UserVolumeMount>> user_mounts;  // sidecar.istio.io/userVolumeMount
};

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
//
// What istiod accepts as a ProxyConfig (pkg/config/validation/agent), and the values in force for a
// pod: those of its annotation proxy.istio.io/config over MeshConfig.defaultConfig.
#pragma once

#include "common/model/object.h"
#include "common/model/proxy_config.h"

#include <optional>
#include <string>
#include <string_view>

namespace mesh::istio {

// Why istiod refuses it; nullopt if it does not. Fields that are absent have valid defaults.
std::optional<std::string> proxy_config_error(const ProxyConfig& config);

// REDIRECT, TPROXY or NONE, by annotation, ProxyConfig or default.
std::string_view interception_mode_of(const ObjectMeta& meta, const ProxyConfig& mesh_default);

}  // namespace mesh::istio

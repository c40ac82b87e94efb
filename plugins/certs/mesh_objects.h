// SPDX-License-Identifier: Apache-2.0
//
// What istiod keeps its CA and its root in, as it is named where the input lacks it.
#pragma once

#include <string_view>

namespace mesh::certs {

inline constexpr std::string_view kCaSecrets = "secret of the mesh CA (cacerts, istio-ca-secret)";
inline constexpr std::string_view kRootConfigMaps = "configmap istio-ca-root-cert";

}  // namespace mesh::certs

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace mesh {

// The label by which pods of an ingress controller are known, and its values for common ones.
inline constexpr std::string_view kIngressControllerLabel = "app.kubernetes.io/name";
inline constexpr std::array<std::string_view, 8> kIngressControllers{
    "ingress-nginx", "nginx-ingress", "traefik",    "kubernetes-ingress",
    "kong",          "contour",       "ambassador", "haproxy-ingress"};

}  // namespace mesh

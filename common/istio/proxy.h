// SPDX-License-Identifier: Apache-2.0
//
// Which pods have a proxy, and of which class (GEN-6, INJ-41).
#pragma once

#include "common/model/snapshot.h"

#include <cstdint>
#include <string_view>

namespace mesh::istio {

// INJ-41, PORT-41: the container that is the proxy, and the user and group it runs as.
inline constexpr std::string_view kProxyContainer = "istio-proxy";
inline constexpr std::int64_t kProxyUser = 1337;

// INJ-41: a container named istio-proxy, among the containers or (native sidecar) the init
// containers. True for gateways too.
bool has_proxy(const Pod& pod);

// A gateway or waypoint: its proxy runs as `router` or `waypoint`, or it carries one of the labels
// of Istio's own gateways (a template with image: auto has no arguments yet), or, without
// arguments, it is the pod's only container.
bool is_gateway(const Pod& pod);

// A proxy that is neither a gateway nor ztunnel, whose container has the same name.
bool has_sidecar(const Pod& pod);

// Istio's own control plane: istiod, its CNI and its ztunnel. Port checks leave them alone.
bool is_control_plane(const Pod& pod);

// MTLS-23: endpoints of this pod are labelled for mesh mTLS: security.istio.io/tlsMode=istio.
bool is_labelled_for_mtls(const Pod& pod);

// Whether the pod will have a sidecar: a real pod has one or has none; for a stand-in or a manifest
// the injection rules decide (see injection.h).
bool is_in_mesh(const Snapshot& snapshot, const Pod& pod);

}  // namespace mesh::istio

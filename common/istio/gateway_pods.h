// SPDX-License-Identifier: Apache-2.0
//
// RTE-60: a Gateway's selector matches gateway pods in every namespace; an empty selector matches
// all of them. What the Gateway looks up (credentials, exported objects) it looks up from there.
// Only proxies that run as `router` take part; a sidecar or waypoint with the labels does not.
#pragma once

#include "common/model/snapshot.h"

#include <string_view>
#include <vector>

namespace mesh::istio {

// A pod, or a template, whose proxy serves Gateways. A template that names an injection template
// of its own is taken for one.
bool is_router(const Pod& pod);

// Pods and stand-ins, sorted by namespace and name; finished pods are left out. With a selector
// these are all pods that match it, without one only routers.
std::vector<const Pod*> pods_of(const Snapshot& snapshot, const Gateway& gateway);

// Those of them that are routers.
std::vector<const Pod*> routers_of(const Snapshot& snapshot, const Gateway& gateway);

// The namespaces of those pods, sorted.
std::vector<std::string_view> gateway_namespaces(const Snapshot& snapshot, const Gateway& gateway);

// Services that select some pod of the Gateway.
std::vector<const Service*> services_of(const Snapshot& snapshot, const Gateway& gateway);

// The Gateway that an entry of VirtualService.gateways means (RTE-3), nullptr if it does not exist.
// `mesh` is not a Gateway.
const Gateway* find_gateway(const Snapshot& snapshot, std::string_view reference,
                            std::string_view virtual_service_ns);

// RTE-3: "ns/name" of a reference, fully resolved.
std::pair<std::string_view, std::string_view> resolve_gateway_name(
    std::string_view reference, std::string_view virtual_service_ns);

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/snapshot.h"

#include <string_view>

namespace mesh::ports {

// Which Services the port checks speak about: not those of Istio's own control plane and gateways,
// nor of the system namespaces, whose ports are not the user's to name.
bool concerns_mesh(const Snapshot& snapshot, const Service& service);

// The same for pods.
bool concerns_mesh(const Pod& pod);

// What clients see of a Service without a ready endpoint: the proxy's answer, or, for a headless
// Service, a name without an address.
std::string_view symptom_of_no_endpoint(const Service& service);

}  // namespace mesh::ports

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/istio/validate_common.h"

namespace mesh::istio {

// A DestinationRule's load balancer: hashes and localities.
void check_load_balancer(const LoadBalancerSettings& settings, const FieldPath& path,
                         Violations& out);

}  // namespace mesh::istio

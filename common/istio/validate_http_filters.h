// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/istio/validate_common.h"

namespace mesh::istio {

// What a rule of VirtualService.http does besides routing: redirect, directResponse, rewrite,
// retries, fault, corsPolicy.
void check_http_filters(const HttpRoute& route, const FieldPath& path, Violations& out);

void check_cors(const CorsPolicy& cors, const FieldPath& path, Violations& out);

}  // namespace mesh::istio

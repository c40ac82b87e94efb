// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/istio/validate_common.h"

#include <span>

namespace mesh::istio {

// One rule of VirtualService.http.
void check_http_route(const HttpRoute& route, bool in_delegate, const FieldPath& path,
                      Violations& out);

// Its conditions.
void check_http_matches(std::span<const HttpMatchRequest> matches, const FieldPath& path,
                        Violations& out);

// Header changes of a rule or of one of its destinations.
void check_headers(const Headers& headers, const FieldPath& path, Violations& out);

// ":authority" and "host" in any case.
bool is_authority_header(std::string_view name);

// RTE-33: destinations and their weights, of http, tls and tcp alike; `path` leads to the list.
void check_route_destinations(std::span<const RouteDestination> route, const FieldPath& path,
                              Violations& out);

}  // namespace mesh::istio

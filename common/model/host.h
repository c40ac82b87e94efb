// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace mesh {

// Host names as Istio compares them. They are lower-cased first.

// RTE-1: only a name without a dot is expanded, with the namespace of the resource that carries it;
// a dotted name, an address or a wildcard is left as it is.
std::string fully_qualified(std::string_view host, std::string_view resource_ns,
                            std::string_view domain = "cluster.local");

bool is_wildcard(std::string_view host);

// RTE-11: "*.foo.com" covers "a.foo.com", "a.b.foo.com" and "*.a.foo.com", not "foo.com".
bool host_covers(std::string_view pattern, std::string_view host);

// Whether some host name matches both patterns.
bool hosts_overlap(std::string_view a, std::string_view b);

// "reviews.prod" and "reviews.prod.svc" look like a Service and are none (RTE-1); gives
// "reviews.prod.svc.cluster.local" for them and "" for anything else.
std::string service_host_meant(std::string_view host, std::string_view domain = "cluster.local");

}  // namespace mesh

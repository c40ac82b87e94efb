// SPDX-License-Identifier: Apache-2.0
//
// RULES.md, H: the rules of Istio's own validation, those that reject an object. Its warnings are
// the business of checks of their own. Absent fields count as zero, as in proto3.
#pragma once

#include "common/model/field_path.h"
#include "common/model/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace mesh::istio {

// One violated rule: the field, what is wrong with it, and an imperative that ends it.
struct Violation {
  FieldPath field;
  std::string message;
  std::string remedy;
};

using Violations = std::vector<Violation>;

// Of a Gateway all but the fit of protocol and TLS, see validate_server_protocol().
Violations validate(const Gateway& gateway);
Violations validate(const VirtualService& virtual_service);
Violations validate(const DestinationRule& destination_rule);
Violations validate(const PeerAuthentication& peer_authentication);
Violations validate(const ServiceEntry& service_entry);
Violations validate(const Sidecar& sidecar);

// RTE-65: protocol and tls block of a Gateway's server; `path` leads to the server.
Violations validate_server_protocol(const Server& server, const FieldPath& path);

// Whether one field is as Istio's validation wants it. Checks that look such names up leave the
// others to ROUTE030.
bool is_valid_host(std::string_view host);         // of a VirtualService or DestinationRule
bool is_valid_server_host(std::string_view host);  // spec.servers[].hosts[] of a Gateway
// spec.gateways[index]; false only where the list is looked through that far.
bool is_valid_gateway_name(const VirtualService& virtual_service, std::size_t index);

}  // namespace mesh::istio

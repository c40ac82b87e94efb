// SPDX-License-Identifier: Apache-2.0
//
// Rules of Istio's validation that several kinds share. Each appends to `out` what is wrong with
// the value at `path`, and nothing if all is well.
#pragma once

#include "common/istio/validate.h"
#include "common/istio/validate_syntax.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace mesh::istio {

// A host name whose first label may be a wildcard.
void check_wildcard_domain(std::string_view host, const FieldPath& path, Violations& out);

// "namespace/dnsName" of Gateway.servers.hosts and Sidecar.egress.hosts. No short names.
enum class HostsOf { Gateway, Sidecar };
void check_namespaced_host(std::string_view host, HostsOf owner, const FieldPath& path,
                           Violations& out);

// 1 … 65535; absent is 0.
void check_port(std::optional<std::int64_t> number, const FieldPath& path, Violations& out);
// The same where 0 and absent mean "any".
void check_optional_port(std::optional<std::int64_t> number, const FieldPath& path,
                         Violations& out);
void check_port_name(std::string_view name, const FieldPath& path, Violations& out);
// Empty is accepted: the protocol is sniffed.
void check_protocol(std::string_view protocol, const FieldPath& path, Violations& out);

void check_labels(const Labels& labels, const FieldPath& path, Violations& out);
// Empty keys and wildcards.
void check_selector(const Labels& labels, const FieldPath& path, Violations& out);

// Absent (empty) is accepted.
void check_duration(std::string_view text, const FieldPath& path, Violations& out);
void check_percent(double value, const FieldPath& path, Violations& out);
void check_subnets(std::span<const std::string_view> subnets, const FieldPath& path,
                   Violations& out);
void check_ip_address(std::string_view address, const FieldPath& path, Violations& out);
void check_unix_address(std::string_view address, const FieldPath& path, Violations& out);

// Names of Gateways in a VirtualService. Istio stops at the first name without a namespace.
void check_gateway_names(std::span<const std::string_view> names, const FieldPath& path,
                         Violations& out);

// RTE-4. `ns` is the namespace of the object.
enum class NobodyAllowed { No, Yes };  // "~": ServiceEntry only
void check_export_to(std::span<const std::string_view> export_to, std::string_view ns,
                     NobodyAllowed nobody, const FieldPath& path, Violations& out);

// A destination: host, subset, port. Whether they exist is not asked here.
void check_destination(const Destination& destination, const FieldPath& path, Violations& out);

// Shared by DestinationRule and Sidecar.
void check_connection_pool(const ConnectionPoolSettings& settings, const FieldPath& path,
                           Violations& out);

// The certificates that a tls block states, against its mode.
void check_server_tls(const ServerTlsSettings& tls, const FieldPath& path, Violations& out);

// Behind "unix://"; nullopt if the address does not begin so.
std::optional<std::string_view> unix_path(std::string_view address);

}  // namespace mesh::istio

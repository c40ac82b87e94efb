// SPDX-License-Identifier: Apache-2.0
//
// Words that several checks of routes have in common.
#pragma once

#include "common/istio/route_destination.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::routes {

// What a user sees when the cluster that a rule sends to does not exist.
std::string_view symptom_of_missing_cluster(istio::RouteSection section);

// "requests get 503", "connections are closed": reads on after a colon.
std::string_view effect_of_missing_cluster(istio::RouteSection section);

// The same with the share that this destination of several gets: "30% of requests get 503".
std::string effect_of_missing_cluster(const istio::RoutedDestination& destination);

// The same where a Gateway's server finds no rules that it could use (RTE-13, RTE-15).
std::string_view symptom_of_missing_rules(istio::RouteSection needed);
std::string_view effect_of_missing_rules(istio::RouteSection needed);

// credentialName, or the first of credentialNames; empty if there is none.
std::string_view credential_named_by(const ServerTlsSettings& tls);

// "port 80", "ports 80 and 443"; sorted, each once.
std::string list_ports(std::vector<std::int64_t> ports);

// "a, b and c".
std::string list_names(std::span<const std::string_view> names);

// "clients in namespace shop", "gateway shop/edge, whose pods run in istio-system".
std::string describe(const istio::RouteClient& client);

// The numbers of all ports under which the host is known.
std::vector<std::int64_t> port_numbers(std::span<const istio::RegistryEntry> entries);

// Those of some ports, sorted, each once.
std::vector<std::int64_t> numbers_of(std::span<const istio::RegistryPort> ports);

}  // namespace mesh::routes

// SPDX-License-Identifier: Apache-2.0
//
// RULES.md, H: what Istio's own validation takes for a name, an address, a duration, a regular
// expression. Where Istio differs from Kubernetes (letters of either case in labels), this follows
// Istio, because it is Istio that rejects.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mesh::istio {

// A DNS-1123 label of at most 63 characters, letters of either case.
bool is_dns_label(std::string_view text);
// Labels separated by dots; the last may be empty, and must not be all digits.
bool is_fqdn(std::string_view text);
// The same with a first label that may be "*", "*x" or "*-x".
bool is_wildcard_domain(std::string_view text);
// "*.example.com" and "*" are whole wildcards, "*x.example.com" is a partial one.
bool is_partial_wildcard(std::string_view host);

bool is_ip_address(std::string_view text);
// An address, or a block such as 10.0.0.0/8.
bool is_ip_subnet(std::string_view text);
bool is_port_number(std::int64_t number);
// "/run/app.sock" or "@abstract", as behind "unix://".
bool is_unix_path(std::string_view path);

bool is_label_key(std::string_view key);
bool is_label_value(std::string_view value);

// The name of a header as it may stand in a match.
bool is_header_name(std::string_view name);
// "@request.auth.claims.group", which stands for a claim of the JWT.
bool is_jwt_claim(std::string_view header);

// A protocol that Istio knows: TCP, HTTP, GRPC-Web, …, case ignored.
bool is_known_protocol(std::string_view protocol);

// What is wrong with a duration ("is less than 1ms"); nullopt if nothing is.
std::optional<std::string> duration_problem(std::string_view text);
bool is_whole_seconds(std::string_view duration);

// What is wrong with a regular expression as far as that is certain: empty, longer than 1024
// characters, or with syntax that RE2 lacks; nullopt if nothing is known to be.
std::optional<std::string> regex_problem(std::string_view text);

// What is wrong with the value of a header that is set or added; Envoy takes %NAME% in it for a
// command.
std::optional<std::string> header_value_problem(std::string_view value);

}  // namespace mesh::istio

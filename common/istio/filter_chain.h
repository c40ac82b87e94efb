// SPDX-License-Identifier: Apache-2.0
//
// How Envoy finds the filter chain of a connection [Envoy]: by destination address, then server
// name, then transport protocol, then application protocol; at each step the most specific
// entries go on, and there is no way back.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mesh::istio {

// The first bytes of a connection.
enum class FirstBytes { Http, Tls, Other };

struct Connection {
  std::string address;  // what was dialled
  FirstBytes bytes = FirstBytes::Other;
  std::string sni;  // of a ClientHello; empty: none sent
};

// What a chain asks of a connection; empty members ask nothing.
struct ChainMatch {
  std::vector<std::string> cidrs;
  std::vector<std::string> sni_hosts;  // "*" asks nothing
  bool plaintext_http_only = false;    // transport raw_buffer and HTTP's application protocols
  bool tls_only = false;               // transport tls

  bool has_sni() const;
  bool matches_everything() const;

  // Envoy refuses two chains that ask the same.
  friend bool asks_the_same(const ChainMatch& a, const ChainMatch& b);
};

// The index of the chain that takes the connection; nullopt if none does. Server names are looked
// at only where `inspects_tls` (otherwise TLS is bytes like any other).
std::optional<std::size_t> find_chain(const std::vector<const ChainMatch*>& chains,
                                      const Connection& connection, bool inspects_tls);

// Whether an IPv4 address lies in a network ("10.0.0.0/8") or is that address.
bool is_in_network(const std::string& address, const std::string& network);

}  // namespace mesh::istio

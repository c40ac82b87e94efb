// SPDX-License-Identifier: Apache-2.0
//
// Go's rules (golang.org/x/net/http/httpproxy), which differ from curl's: the upper case variable
// wins, ALL_PROXY is not read, loopback is never proxied, NO_PROXY knows CIDRs and ports.

#include "common/kube/proxy.h"

#include "common/base/text.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace mesh::kube {
namespace {

using Address = std::vector<std::uint8_t>;  // 4 or 16 bytes; empty: not an address

Address parse_address(std::string_view text) {
  const std::string name(text);
  for (const auto& [family, size] : {std::pair(AF_INET, 4), std::pair(AF_INET6, 16)}) {
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(family, name.c_str(), bytes.data()) == 1) {
      return {bytes.begin(), bytes.begin() + size};
    }
  }
  return {};
}

bool same_prefix(const Address& a, const Address& b, long bits) {
  for (std::size_t i = 0; i < a.size() && bits > 0; ++i, bits -= 8) {
    const auto mask = static_cast<std::uint8_t>(bits >= 8 ? 0xff : 0xff << (8 - bits));
    if ((a[i] & mask) != (b[i] & mask)) {
      return false;
    }
  }
  return true;
}

bool in_network(const Address& address, std::string_view cidr) {
  const std::size_t slash = cidr.find('/');
  const Address network = parse_address(cidr.substr(0, slash));
  const std::optional<long> bits = parse_number(cidr.substr(slash + 1));
  const bool usable = bits && *bits >= 0 && !address.empty() && address.size() == network.size();
  return usable && same_prefix(address, network, *bits);
}

// Takes ":8443" off the end of `pattern`. True unless it is there and another port.
bool take_matching_port(std::string_view& pattern, const std::string& port) {
  const bool bracketed = pattern.starts_with('[');
  const std::size_t colon = pattern.rfind(':');
  const bool single = colon != pattern.npos && pattern.find(':') == colon;
  const bool behind_bracket = bracketed && colon != pattern.npos && pattern[colon - 1] == ']';
  bool matches = true;
  if (single || behind_bracket) {
    matches = pattern.substr(colon + 1) == port;
    pattern = pattern.substr(0, colon);
  }
  if (bracketed && pattern.ends_with(']')) {
    pattern = pattern.substr(1, pattern.size() - 2);
  }
  return matches;
}

// "corp.com" covers itself and its sub-domains; ".corp.com" and "*.corp.com" only the latter.
bool in_domain(const std::string& host, std::string_view pattern) {
  if (pattern.starts_with("*.")) {
    pattern.remove_prefix(1);
  }
  if (pattern.starts_with('.')) {
    return host.ends_with(pattern);
  }
  const bool below = host.ends_with(pattern) && host.size() > pattern.size() &&
                     host[host.size() - pattern.size() - 1] == '.';
  return host == pattern || below;
}

bool excludes(std::string_view pattern, const ServerUrl& server) {
  if (pattern.empty() || pattern == "*") {
    return pattern == "*";
  }
  const Address address = parse_address(server.host);
  if (pattern.find('/') != pattern.npos) {
    return in_network(address, pattern);
  }
  if (!take_matching_port(pattern, server.port)) {
    return false;
  }
  const Address literal = parse_address(pattern);
  return literal.empty() ? in_domain(to_lower(server.host), pattern) : literal == address;
}

// The first of two spellings that is set and not empty.
std::string first_set(const Environment& environment, std::string_view name) {
  const std::string upper = environment(to_upper(name)).value_or("");
  return upper.empty() ? environment(to_lower(name)).value_or("") : upper;
}

bool excluded(const ServerUrl& server, const Environment& environment) {
  const std::string list = to_lower(first_set(environment, "NO_PROXY"));
  const auto patterns = split(list, ',');
  return is_loopback(server.host) ||
         std::any_of(patterns.begin(), patterns.end(),
                     [&](std::string_view pattern) { return excludes(trim(pattern), server); });
}

std::string_view without_scheme(std::string_view url) {
  const std::size_t end = url.find("://");
  return end == std::string_view::npos ? url : url.substr(end + 3);
}

// Go takes a proxy of any other scheme, or of none, for one that speaks http.
std::string with_known_scheme(const std::string& proxy) {
  for (const std::string_view scheme : {"https://", "socks5://", "socks5h://"}) {
    if (to_lower(proxy).starts_with(scheme)) {
      return proxy;
    }
  }
  return "http://" + std::string(without_scheme(proxy));
}

}  // namespace

bool is_proxy_url(std::string_view url) {
  constexpr std::array<std::string_view, 3> kSchemes{"http://", "https://", "socks5://"};
  return !proxy_host(url).empty() &&
         std::any_of(kSchemes.begin(), kSchemes.end(),
                     [&](std::string_view scheme) { return url.starts_with(scheme); });
}

std::string proxy_of_environment(const ServerUrl& server, const Environment& environment) {
  const std::string proxy = first_set(environment, server.https ? "HTTPS_PROXY" : "HTTP_PROXY");
  if (proxy.empty() || excluded(server, environment)) {
    return {};
  }
  return with_known_scheme(proxy);
}

std::string proxy_host(std::string_view url) {
  const std::string_view rest = without_scheme(url);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t at = authority.rfind('@');
  return std::string(at == std::string_view::npos ? authority : authority.substr(at + 1));
}

}  // namespace mesh::kube

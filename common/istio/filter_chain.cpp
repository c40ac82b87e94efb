// SPDX-License-Identifier: Apache-2.0
#include "common/istio/filter_chain.h"

#include "common/base/text.h"
#include "common/istio/mesh_service.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdint>
#include <set>

namespace mesh::istio {
namespace {

struct Network {
  std::uint32_t address = 0;
  unsigned bits = 32;
};

std::optional<Network> parse_network(const std::string& text) {
  const std::size_t slash = text.find('/');
  in_addr parsed{};
  if (inet_pton(AF_INET, text.substr(0, slash).c_str(), &parsed) != 1) {
    return std::nullopt;
  }
  Network out{.address = ntohl(parsed.s_addr)};
  if (slash != std::string::npos) {
    const auto bits = parse_number(text.substr(slash + 1));
    if (!bits || *bits < 0 || *bits > 32) {
      return std::nullopt;
    }
    out.bits = static_cast<unsigned>(*bits);
  }
  return out;
}

std::uint32_t mask_of(unsigned bits) {
  return bits == 0 ? 0 : ~std::uint32_t{0} << (32U - bits);
}

// The length of the longest network of the chain that holds the address; nullopt if none does. A
// chain without networks has one of length 0.
std::optional<unsigned> prefix_length(const ChainMatch& chain, const std::string& address) {
  if (chain.cidrs.empty()) {
    return 0U;
  }
  std::optional<unsigned> longest;
  for (const std::string& network : chain.cidrs) {
    if (is_in_network(address, network)) {
      const unsigned bits = parse_network(network)->bits;
      longest = std::max(longest.value_or(0), bits);
    }
  }
  return longest;
}

// How well the chain's server names fit: 0 for a chain without any, nullopt if none fits. An exact
// name beats every wildcard.
std::optional<std::size_t> name_length(const ChainMatch& chain, const std::string& sni) {
  if (!chain.has_sni()) {
    return 0U;
  }
  constexpr std::size_t kExact = 100000;
  std::optional<std::size_t> best;
  for (const std::string& host : chain.sni_hosts) {
    const bool wildcard = host.starts_with("*");
    const std::string_view suffix = wildcard ? std::string_view(host).substr(1) : host;
    const bool fits =
        wildcard ? sni.size() > suffix.size() &&
                       equals_ignoring_case(
                           std::string_view(sni).substr(sni.size() - suffix.size()), suffix)
                 : equals_ignoring_case(sni, host);
    if (fits && !sni.empty()) {
      best = std::max(best.value_or(0), wildcard ? suffix.size() : kExact);
    }
  }
  return best;
}

using Candidates = std::vector<std::size_t>;

// Keeps the candidates with the highest rank; those without one are dropped.
void keep_best(Candidates& candidates, auto&& rank) {
  std::optional<std::size_t> best;
  for (const std::size_t each : candidates) {
    const auto own = rank(each);
    if (own && (!best || *own > *best)) {
      best = *own;
    }
  }
  std::erase_if(candidates, [&](std::size_t each) {
    const auto own = rank(each);
    return !own || *own != *best;
  });
}

std::set<std::string> asked_names(const ChainMatch& chain) {
  std::set<std::string> names;
  for (const std::string& host : chain.sni_hosts) {
    if (host != "*") {
      names.insert(host);
    }
  }
  return names;
}

std::set<std::string> asked_networks(const ChainMatch& chain) {
  std::set<std::string> networks;
  for (const std::string& cidr : chain.cidrs) {
    if (cidr != kUnspecified) {
      networks.insert(cidr);
    }
  }
  return networks;
}

}  // namespace

bool is_in_network(const std::string& address, const std::string& network) {
  const auto own = parse_network(address);
  const auto other = parse_network(network);
  return own && other &&
         (own->address & mask_of(other->bits)) == (other->address & mask_of(other->bits));
}

bool ChainMatch::has_sni() const {
  return !sni_hosts.empty() &&
         std::find(sni_hosts.begin(), sni_hosts.end(), "*") == sni_hosts.end();
}

bool ChainMatch::matches_everything() const {
  return cidrs.empty() && !has_sni() && !plaintext_http_only && !tls_only;
}

bool asks_the_same(const ChainMatch& a, const ChainMatch& b) {
  return a.plaintext_http_only == b.plaintext_http_only && a.tls_only == b.tls_only &&
         asked_names(a) == asked_names(b) && asked_networks(a) == asked_networks(b);
}

std::optional<std::size_t> find_chain(const std::vector<const ChainMatch*>& chains,
                                      const Connection& connection, bool inspects_tls) {
  const bool is_tls = connection.bytes == FirstBytes::Tls && inspects_tls;
  Candidates candidates;
  for (std::size_t i = 0; i < chains.size(); ++i) {
    candidates.push_back(i);
  }
  keep_best(candidates, [&](std::size_t i) -> std::optional<std::size_t> {
    return prefix_length(*chains[i], connection.address);
  });
  const std::string sni = is_tls ? connection.sni : std::string();
  keep_best(candidates, [&](std::size_t i) { return name_length(*chains[i], sni); });
  // Transport: raw_buffer or tls where a chain names it, else the chains that name none.
  keep_best(candidates, [&](std::size_t i) -> std::optional<std::size_t> {
    const bool names_one = chains[i]->plaintext_http_only || chains[i]->tls_only;
    if (!names_one) {
      return 0U;
    }
    return (is_tls ? chains[i]->tls_only : chains[i]->plaintext_http_only)
               ? std::optional<std::size_t>(1)
               : std::nullopt;
  });
  std::erase_if(candidates, [&](std::size_t i) {
    return chains[i]->plaintext_http_only && connection.bytes != FirstBytes::Http;
  });
  return candidates.empty() ? std::nullopt : std::optional(candidates.front());
}

}  // namespace mesh::istio

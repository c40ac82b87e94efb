// SPDX-License-Identifier: Apache-2.0
#include "common/cli/complete/completers.h"

#include <array>
#include <map>
#include <set>

namespace mesh::cli {
namespace {

constexpr std::array<std::string_view, 4> kSchemes{"http://", "https://", "tls://", "tcp://"};

// What VirtualServices route: per host, as a client would dial it, the paths that rules name.
struct RoutedHost {
  std::string virtual_service;
  std::set<std::string_view> paths;
};

using RoutedHosts = std::map<std::string, RoutedHost, std::less<>>;

// A name without a dot is one of the VirtualService's own namespace.
std::string dialled(std::string_view host, std::string_view ns_of_rule, std::string_view ns) {
  const bool is_short = host.find('.') == std::string_view::npos;
  return is_short && ns_of_rule != ns ? std::string(host) + "." + std::string(ns_of_rule)
                                      : std::string(host);
}

void add_paths(const VirtualService& virtual_service, RoutedHost& out) {
  for (const HttpRoute& route : virtual_service.http) {
    for (const HttpMatchRequest& match : route.match) {
      if (match.uri && match.uri->exact) {
        out.paths.insert(*match.uri->exact);
      } else if (match.uri && match.uri->prefix) {
        out.paths.insert(*match.uri->prefix);
      }
    }
  }
}

RoutedHosts routed_hosts(const Snapshot& snapshot, std::string_view ns) {
  RoutedHosts out;
  for (const VirtualService& virtual_service : snapshot.all<VirtualService>()) {
    for (const std::string_view host : virtual_service.hosts) {
      if (host.starts_with('*')) {
        continue;
      }
      RoutedHost& routed = out[dialled(host, virtual_service.ref.ns, ns)];
      routed.virtual_service = virtual_service.ref.text();
      add_paths(virtual_service, routed);
    }
  }
  return out;
}

// Behind host[:PORT], which `before` ends with.
Candidates complete_path(const RoutedHosts& hosts, std::string_view host,
                         const std::string& before) {
  Candidates out;
  const auto routed = hosts.find(host.substr(0, host.rfind(':')));
  if (routed == hosts.end()) {
    return out;
  }
  for (const std::string_view path : routed->second.paths) {
    out.add(before + std::string(path), routed->second.virtual_service);
  }
  return out;
}

Candidates complete_host(const RoutedHosts& hosts, const std::string& scheme) {
  Candidates out;
  out.directive = kNoFiles | kNoSpace;
  for (const auto& [host, routed] : hosts) {
    out.add(scheme + host, routed.virtual_service);
  }
  if (scheme.empty()) {
    for (const std::string_view each : kSchemes) {
      out.add(each);
    }
  }
  return out;
}

}  // namespace

Candidates complete_url(const Cursor& cursor) {
  const std::string& word = cursor.word();
  const std::size_t mark = word.find("://");
  const std::size_t begin = mark == std::string::npos ? 0 : mark + 3;
  const std::size_t slash = word.find('/', begin);
  const std::string host = word.substr(begin, slash == std::string::npos ? slash : slash - begin);
  const RoutedHosts hosts =
      routed_hosts(cursor.lookup.objects({Kind::VirtualService}), cursor.lookup.ns());
  if (slash != std::string::npos || hosts.contains(host)) {
    return complete_path(hosts, host, word.substr(0, begin + host.size()));
  }
  return complete_host(hosts, word.substr(0, begin));
}

}  // namespace mesh::cli

// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation, RTE-34, RTE-35, VirtualService: hosts, gateways, sections. One without
// hosts is a delegate. One that lists `mesh` or no gateway holds for sidecars, where "*" and JWT
// claims are not allowed.
#include "common/istio/validate_http_route.h"
#include "common/model/host.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::istio {
namespace {

bool holds_in_mesh(const VirtualService& service) {
  return service.gateways.empty() || std::find(service.gateways.begin(), service.gateways.end(),
                                               "mesh") != service.gateways.end();
}

// SNI hosts that gateways between networks use; no valid host names, and accepted where only
// gateways are concerned.
bool is_generated_sni(std::string_view host) {
  return host.starts_with("outbound_.");
}

void check_delegate(const VirtualService& service, Violations& out) {
  const std::string_view field = !service.gateways.empty() ? "gateways"
                                 : !service.tls.empty()    ? "tls"
                                 : !service.tcp.empty()    ? "tcp"
                                                           : "";
  if (!field.empty()) {
    out.push_back(
        {FieldPath("spec", field),
         fmt::format(
             "the VirtualService has no hosts, so it is a delegate, and a delegate may not have {}",
             field),
         fmt::format("add hosts, or remove {}", field)});
  }
}

// True if all hosts are valid by themselves.
bool check_each_host(const VirtualService& service, Violations& out) {
  const std::size_t before = out.size();
  for (std::size_t i = 0; i < service.hosts.size(); ++i) {
    const std::string_view host = service.hosts[i];
    const FieldPath path("spec", "hosts", i);
    if (is_ip_address(host) || (is_generated_sni(host) && !holds_in_mesh(service))) {
      continue;
    }
    if (host == "*" && holds_in_mesh(service)) {
      out.push_back({path,
                     "the host \"*\" is not allowed in a VirtualService that holds in the mesh",
                     "list gateways other than mesh, or name the hosts"});
    } else {
      check_wildcard_domain(host, path, out);
    }
  }
  return out.size() == before;
}

void check_overlaps(const VirtualService& service, Violations& out) {
  for (std::size_t i = 0; i < service.hosts.size(); ++i) {
    for (std::size_t earlier = 0; earlier < i; ++earlier) {
      if (hosts_overlap(service.hosts[earlier], service.hosts[i])) {
        out.push_back({FieldPath("spec", "hosts", i),
                       fmt::format("the hosts \"{}\" and \"{}\" overlap", service.hosts[earlier],
                                   service.hosts[i]),
                       "remove one of them, or define it in a VirtualService of its own"});
        break;
      }
    }
  }
}

void check_claims(const VirtualService& service, Violations& out) {
  for (std::size_t rule = 0; rule < service.http.size(); ++rule) {
    const auto& matches = service.http[rule].match;
    for (std::size_t i = 0; i < matches.size(); ++i) {
      for (const auto& [field, headers] :
           {std::pair("headers", &matches[i].headers),
            std::pair("withoutHeaders", &matches[i].without_headers)}) {
        for (const auto& [name, value] : *headers) {
          if (is_jwt_claim(name)) {
            out.push_back({FieldPath("spec", "http", rule, "match", i, field, name),
                           "JWT claims can be matched at gateways only, and this VirtualService "
                           "holds in the mesh",
                           "list gateways other than mesh"});
          }
        }
      }
    }
  }
}

void check_sni_host(const VirtualService& service, std::string_view host, const FieldPath& path,
                    Violations& out) {
  if (is_ip_address(host)) {
    return;  // a warning of Istio's
  }
  const bool is_generated =
      is_generated_sni(host) && (service.gateways.empty() || !holds_in_mesh(service));
  if (!is_generated && !is_wildcard_domain(host)) {
    check_wildcard_domain(host, path, out);
    return;
  }
  const bool is_covered = std::any_of(service.hosts.begin(), service.hosts.end(),
                                      [&](std::string_view own) { return host_covers(own, host); });
  if (!is_covered) {
    out.push_back(
        {path,
         fmt::format("the SNI host \"{}\" is not among the hosts of the VirtualService", host),
         fmt::format("add \"{}\" to spec.hosts, or remove it here", host)});
  }
}

// What the conditions of tls and tcp have in common.
template <typename Match>
void check_l4_match(const Match& match, const FieldPath& path, Violations& out) {
  check_subnets(match.destination_subnets, path.with("destinationSubnets"), out);
  check_optional_port(match.port, path.with("port"), out);
  check_labels(match.source_labels, path.with("sourceLabels"), out);
  check_gateway_names(match.gateways, path.with("gateways"), out);
}

template <typename Route>
void check_has_route(const Route& route, const FieldPath& path, Violations& out) {
  if (route.route.empty()) {
    out.push_back({path.with("route"), "the rule has no route", "add a route with a destination"});
  }
  check_route_destinations(route.route, path.with("route"), out);
}

void check_tls_route(const VirtualService& service, const TlsRoute& route, const FieldPath& path,
                     Violations& out) {
  if (route.match.empty()) {
    out.push_back({path.with("match"), "the rule has no match, and tls rules need one",
                   "add a match with sniHosts"});
  }
  for (std::size_t i = 0; i < route.match.size(); ++i) {
    const TlsMatch& match = route.match[i];
    const FieldPath at = path.with("match", i);
    if (match.sni_hosts.empty()) {
      out.push_back({at.with("sniHosts"), "the match has no sniHosts",
                     "list the SNI hosts, which are among spec.hosts"});
    }
    for (std::size_t host = 0; host < match.sni_hosts.size(); ++host) {
      check_sni_host(service, match.sni_hosts[host], at.with("sniHosts", host), out);
    }
    check_l4_match(match, at, out);
  }
  check_has_route(route, path, out);
}

void check_sections(const VirtualService& service, Violations& out) {
  if (service.http.empty() && service.tls.empty() && service.tcp.empty()) {
    out.push_back({FieldPath("spec"), "the VirtualService has no http, tls or tcp rules",
                   "add rules under http, tls or tcp"});
  }
  for (std::size_t i = 0; i < service.http.size(); ++i) {
    check_http_route(service.http[i], service.is_delegate(), FieldPath("spec", "http", i), out);
  }
  for (std::size_t i = 0; i < service.tls.size(); ++i) {
    check_tls_route(service, service.tls[i], FieldPath("spec", "tls", i), out);
  }
  for (std::size_t i = 0; i < service.tcp.size(); ++i) {
    const FieldPath path("spec", "tcp", i);
    for (std::size_t match = 0; match < service.tcp[i].match.size(); ++match) {
      check_l4_match(service.tcp[i].match[match], path.with("match", match), out);
    }
    check_has_route(service.tcp[i], path, out);
  }
}

}  // namespace

Violations validate(const VirtualService& virtual_service) {
  Violations out;
  if (virtual_service.is_delegate()) {
    check_delegate(virtual_service, out);
  }
  check_gateway_names(virtual_service.gateways, FieldPath("spec", "gateways"), out);
  if (check_each_host(virtual_service, out)) {
    check_overlaps(virtual_service, out);
  }
  if (holds_in_mesh(virtual_service)) {
    check_claims(virtual_service, out);
  }
  check_sections(virtual_service, out);
  check_export_to(virtual_service.export_to, virtual_service.ref.ns, NobodyAllowed::No,
                  FieldPath("spec", "exportTo"), out);
  return out;
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#include "common/load/rule_hosts.h"

#include "common/base/text.h"

namespace mesh::load {
namespace {

constexpr std::string_view kServices = ".svc.cluster.local";

// The second label where it may be a namespace: "a.NS", "a.NS.svc", "a.NS.svc.cluster.local".
std::string second_label(std::string_view host) {
  const std::vector<std::string_view> labels = split(host, '.');
  const bool names_service = labels.size() == 2 || (labels.size() > 2 && labels[2] == "svc");
  return names_service ? std::string(labels[1]) : std::string();
}

void merge(HostNamespaces& into, const HostNamespaces& from) {
  into.namespaces.insert(from.namespaces.begin(), from.namespaces.end());
  into.anywhere = into.anywhere || from.anywhere;
}

void add_tls(const std::optional<ClientTlsSettings>& tls, RuleTls& out) {
  if (tls) {
    const bool mutual = tls->effective_mode() == ClientTlsMode::ISTIO_MUTUAL;
    out.is_mutual = out.is_mutual || mutual;
    out.is_other = out.is_other || !mutual;
    if (!tls->credential_name.empty()) {
      out.credentials.push_back(tls->credential_name);
    }
  }
}

void add_policy(const std::optional<TrafficPolicy>& policy, RuleTls& out) {
  if (!policy) {
    return;
  }
  add_tls(policy->tls, out);
  for (const PortTrafficPolicy& port : policy->port_level_settings) {
    add_tls(port.tls, out);
  }
}

}  // namespace

HostNamespaces namespaces_of_host(std::string_view host, std::string_view ns) {
  const std::string lower = to_lower(host);
  const std::string_view text = lower;
  if (text.starts_with('*')) {
    // "*", "*.local", "*.svc.cluster.local"
    if (kServices.ends_with(text.substr(1))) {
      return {.namespaces = {}, .anywhere = true};
    }
  }
  const std::string named = second_label(text);
  return {.namespaces = {named.empty() ? std::string(ns) : named}};
}

HostNamespaces destinations_of(const VirtualService& service) {
  HostNamespaces out;
  const auto add = [&](const std::optional<Destination>& destination) {
    if (destination) {
      merge(out, namespaces_of_host(destination->host, service.ref.ns));
    }
  };
  const auto add_routes = [&](const auto& routes) {
    for (const auto& each : routes) {
      for (const RouteDestination& destination : each.route) {
        add(destination.destination);
      }
    }
  };
  add_routes(service.http);
  add_routes(service.tls);
  add_routes(service.tcp);
  for (const HttpRoute& route : service.http) {
    add(route.mirror);
    for (const HttpMirror& mirror : route.mirrors) {
      add(mirror.destination);
    }
  }
  return out;
}

RuleTls tls_of(const DestinationRule& rule) {
  RuleTls out;
  add_policy(rule.traffic_policy, out);
  for (const Subset& subset : rule.subsets) {
    add_policy(subset.traffic_policy, out);
  }
  return out;
}

}  // namespace mesh::load

// SPDX-License-Identifier: Apache-2.0
#include "common/istio/route_action.h"

#include "common/base/text.h"
#include "common/model/host.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::istio {
namespace {

// RTE-41: a sidecar builds its routes for one port, and names the cluster by that port whatever
// ports the destination has; a gateway looks at the whole service.
ClusterName name_of(const RequestContext& context, const Destination& destination,
                    std::string_view ns, const EffectiveRoute& rule) {
  const std::string host = fully_qualified(destination.host, ns);
  if (context.scope.is_gateway()) {
    const auto service = context.scope.gateway_destination(host, rule.virtual_service->ref.ns);
    return cluster_name(destination, ns, service ? &*service : nullptr, context.port);
  }
  const ImportedService* service = context.scope.find_service(host);
  const bool is_alias = service != nullptr && service->service->resolution == Resolution::Alias;
  if (!is_alias || service->find_port(context.port) == nullptr) {
    service = nullptr;
  }
  ClusterName name = cluster_name(destination, ns, service, context.port);
  if (!destination.port_number()) {
    name.port = context.port;
  }
  return name;
}

std::vector<ClusterName> names_of(const RequestContext& context, const EffectiveRoute& rule) {
  const std::vector<RouteDestination>& route = rule.route->route;
  std::vector<ClusterName> out;
  for (const RouteDestination& each : route) {
    if (!each.destination || (route.size() > 1 && each.weight == 0)) {
      continue;
    }
    out.push_back(name_of(context, *each.destination, rule.ns, rule));
    out.back().weight = route.size() > 1 ? each.weight : 0;
  }
  return out;
}

// RTE-36: everything is mirrored unless a percentage of 0 says otherwise.
bool mirrors_nothing(const HttpRoute& rule) {
  if (rule.mirror_percentage) {
    return rule.mirror_percentage->value <= 0;
  }
  return rule.mirror_percent && *rule.mirror_percent <= 0;
}

void add_mirror(const RequestContext& context, const Destination& destination,
                const EffectiveRoute& rule, Trace& trace) {
  const ClusterName name = name_of(context, destination, rule.mirror_ns, rule);
  trace.mirrors.push_back({name, resolve_cluster(context.scope, name, context.dialled).exists});
}

void add_mirrors(const RequestContext& context, const EffectiveRoute& rule, Trace& trace) {
  if (rule.route->mirror && !mirrors_nothing(*rule.route)) {
    add_mirror(context, *rule.route->mirror, rule, trace);
  }
  for (const HttpMirror& mirror : rule.route->mirrors) {
    if (mirror.destination && (!mirror.percentage || mirror.percentage->value > 0)) {
      add_mirror(context, *mirror.destination, rule, trace);
    }
  }
}

// Headers that are named so rewrite the authority, unless the rule's rewrite does.
std::string_view authority_of(const std::optional<Headers>& headers) {
  if (!headers || !headers->request) {
    return {};
  }
  for (const auto* list : {&headers->request->set, &headers->request->add}) {
    for (const auto& [name, value] : *list) {
      if (equals_ignoring_case(name, "host") || equals_ignoring_case(name, ":authority")) {
        return value;
      }
    }
  }
  return {};
}

void add_rewrite(const RequestContext& context, const HttpRouteEntry& route, Trace& trace) {
  const HttpRoute& rule = *route.rule->route;
  std::string_view authority = authority_of(rule.headers);
  if (rule.rewrite) {
    if (!rule.rewrite->authority.empty()) {
      authority = rule.rewrite->authority;
    }
    trace.new_path = rewritten_path(
        *rule.rewrite, route.match == nullptr ? nullptr : route.match->match, context.request.path);
  }
  if (authority.empty() && rule.route.size() == 1) {
    authority = authority_of(rule.route.front().headers);
  }
  if (!authority.empty() && authority != context.request.authority) {
    trace.new_authority = authority;
  }
}

void explain_cluster(const Cluster& cluster, Trace& trace) {
  if (!cluster.exists) {
    trace.reasons.note("{}: 503 NC, {}", cluster.name.text(), cluster.missing);
    trace.reasons.decide();
    return;
  }
  const std::size_t ready = cluster.healthy().size();
  const std::string to =
      fmt::format("{}: {} of {} ready, {}", cluster.name.text(), ready,
                  count_of(cluster.endpoints.size(), "endpoint"), text(cluster.tls));
  if (cluster.rule != nullptr) {
    trace.reasons.add(cluster.rule->ref, cluster.tls_source.field, "{}", to);
  } else {
    trace.reasons.add(cluster.service->object().ref, {}, "{}", to);
  }
  if (ready == 0) {
    trace.reasons.decide();
  }
}

double percent_of(const std::optional<Percent>& percentage) {
  return percentage ? percentage->value : 100.0;
}

// What the rule does to the request before it goes on.
void explain_fault(const EffectiveRoute& rule, Trace& trace) {
  if (!rule.route->fault) {
    return;
  }
  const FieldPath path = rule.path().with("fault");
  if (const auto& delay = rule.route->fault->delay) {
    trace.reasons.add(rule.owner().ref, path.with("delay"), "{}% of requests wait for {}",
                      percent_of(delay->percentage), delay->fixed_delay);
  }
  if (const auto& abort = rule.route->fault->abort) {
    trace.reasons.add(rule.owner().ref, path.with("abort"),
                      "{}% of requests are answered with {} FI", percent_of(abort->percentage),
                      abort->http_status ? std::to_string(*abort->http_status) : "a gRPC status");
  }
}

void explain_rule(const HttpRouteEntry& route, Trace& trace) {
  const EffectiveRoute& rule = *route.rule;
  trace.reasons.add(rule.owner().ref, route.path(), "this rule takes the request");
  trace.reasons.decide();
  explain_fault(rule, trace);
}

}  // namespace

void apply_clusters(const ProxyScope& scope, const Dialled& dialled,
                    const std::vector<ClusterName>& names, Trace& trace) {
  trace.result = TraceResult::Routed;
  for (const ClusterName& name : names) {
    trace.clusters.push_back(resolve_cluster(scope, name, dialled));
  }
  std::stable_sort(
      trace.clusters.begin(), trace.clusters.end(),
      [](const Cluster& a, const Cluster& b) { return a.name.text() < b.name.text(); });
  for (const Cluster& cluster : trace.clusters) {
    explain_cluster(cluster, trace);
  }
}

void apply_route(const RequestContext& context, const HttpRouteEntry& route, Trace& trace) {
  if (route.own_cluster) {
    apply_clusters(context.scope, context.dialled, {*route.own_cluster}, trace);
    return;
  }
  trace.route = route;
  trace.virtual_service = route.rule->virtual_service;
  explain_rule(route, trace);
  const HttpRoute& rule = *route.rule->route;
  if (rule.redirect) {
    trace.result = TraceResult::Redirect;
    trace.redirect = &*rule.redirect;
    trace.status =
        rule.redirect->redirect_code == 0 ? 301 : static_cast<int>(rule.redirect->redirect_code);
    return;
  }
  if (rule.direct_response) {
    trace.result = TraceResult::DirectResponse;
    trace.status = static_cast<int>(rule.direct_response->status);
    return;
  }
  add_rewrite(context, route, trace);
  add_mirrors(context, *route.rule, trace);
  apply_clusters(context.scope, context.dialled, names_of(context, *route.rule), trace);
}

}  // namespace mesh::istio

// SPDX-License-Identifier: Apache-2.0
#include "common/istio/http_routes.h"

#include "common/istio/virtual_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace mesh::istio {
namespace {

// RTE-28: gateways named in a match push its sources aside.
std::optional<std::string> static_obstacle(const EffectiveMatch& match, const ProxyScope& scope,
                                           const RoutePlace& place) {
  const HttpMatchRequest& asked = *match.match;
  if (asked.port && *asked.port != 0 && *asked.port != place.port) {
    return fmt::format("it is for port {}", *asked.port);
  }
  if (!asked.gateways.empty()) {
    const bool named =
        std::any_of(asked.gateways.begin(), asked.gateways.end(), [&](std::string_view gateway) {
          return gateway == kMesh ? place.gateway == kMesh
                                  : qualified_gateway_name(gateway, match.ns) == place.gateway;
        });
    return named ? std::nullopt : std::optional<std::string>("it is for other gateways");
  }
  if (!scope.pod().meta.labels.contains_all(asked.source_labels)) {
    return "the client has not its sourceLabels";
  }
  if (!asked.source_namespace.empty() && asked.source_namespace != scope.ns()) {
    return fmt::format("it is for clients in namespace {}", asked.source_namespace);
  }
  return std::nullopt;
}

bool is_catch_all(const HttpMatchRequest& match) {
  const bool any_path = !match.uri || match.uri->prefix == "/" || match.uri->regex == ".*" ||
                        (!match.uri->exact && !match.uri->prefix && !match.uri->regex);
  return any_path && match.headers.empty() && match.without_headers.empty() &&
         match.query_params.empty() && !match.method && !match.authority && !match.scheme;
}

}  // namespace

bool is_catch_all(const HttpRouteEntry& route) {
  return route.match == nullptr || is_catch_all(*route.match->match);
}

FieldPath HttpRouteEntry::path() const {
  if (rule == nullptr) {
    return {};
  }
  if (match == nullptr) {
    return rule->path();
  }
  const auto index = rule->delegate != nullptr ? match->delegate : match->index;
  return index ? rule->path().with("match", *index) : rule->path();
}

std::vector<HttpRouteEntry> routes_of(const EffectiveVirtualService& virtual_service,
                                      const ProxyScope& scope, const RoutePlace& place,
                                      Reasons* reasons) {
  std::vector<HttpRouteEntry> out;
  for (const EffectiveRoute& rule : virtual_service.http) {
    if (rule.matches.empty()) {
      out.push_back(
          {.rule = &rule, .match = nullptr, .own_cluster = std::nullopt, .port = place.port});
      return out;
    }
    for (const EffectiveMatch& match : rule.matches) {
      const HttpRouteEntry entry{
          .rule = &rule, .match = &match, .own_cluster = std::nullopt, .port = place.port};
      if (const auto obstacle = static_obstacle(match, scope, place)) {
        if (reasons != nullptr) {
          reasons->pass_over(rule.owner().ref, entry.path(), "cannot apply: {}", *obstacle);
        }
        continue;
      }
      out.push_back(entry);
      if (is_catch_all(*match.match)) {
        return out;
      }
    }
  }
  return out;
}

}  // namespace mesh::istio

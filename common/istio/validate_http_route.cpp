// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation, VirtualService: what a rule of http does. It needs exactly one of route,
// redirect, directResponse and delegate (RTE-34, RTE-35).
#include "common/istio/validate_http_route.h"

#include "common/istio/validate_http_filters.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::istio {
namespace {

void reject_pair(std::string_view field, std::string_view other, const FieldPath& path,
                 Violations& out) {
  out.push_back({path.with(field), fmt::format("the rule has both {} and {}", other, field),
                 fmt::format("keep one of {} and {}", other, field)});
}

// `action` answers the request by itself, so nothing may stand beside it.
void check_alone(const HttpRoute& route, std::string_view action, const FieldPath& path,
                 Violations& out) {
  if (!route.route.empty()) {
    reject_pair(action, "route", path, out);
  }
  if (route.fault) {
    reject_pair("fault", action, path, out);
  }
  if (route.rewrite) {
    reject_pair("rewrite", action, path, out);
  }
}

void check_delegating(const HttpRoute& route, const FieldPath& path, Violations& out) {
  if (route.redirect) {
    reject_pair("redirect", "delegate", path, out);
  }
  if (!route.route.empty()) {
    reject_pair("route", "delegate", path, out);
  }
}

void check_actions(const HttpRoute& route, bool in_delegate, const FieldPath& path,
                   Violations& out) {
  if (route.delegate && !in_delegate) {
    check_delegating(route, path, out);
    return;
  }
  if (route.delegate) {
    out.push_back({path.with("delegate"),
                   "this VirtualService has no hosts, so it is a delegate itself, and delegates "
                   "may not delegate",
                   "route here, or add hosts"});
  }
  if (route.redirect) {
    check_alone(route, "redirect", path, out);
    if (route.direct_response) {
      reject_pair("directResponse", "redirect", path, out);
    }
  } else if (route.direct_response) {
    check_alone(route, "directResponse", path, out);
  } else if (route.route.empty()) {
    out.push_back({path, "the rule has no route, redirect, directResponse or delegate",
                   "add a route with a destination"});
  }
}

void check_mirrors(const HttpRoute& route, const FieldPath& path, Violations& out) {
  if (route.mirror && !route.mirrors.empty()) {
    reject_pair("mirrors", "mirror", path, out);
  }
  if (route.mirror) {
    check_destination(*route.mirror, path.with("mirror"), out);
  }
  if (route.mirror_percent) {
    check_percent(static_cast<double>(*route.mirror_percent), path.with("mirrorPercent"), out);
  }
  if (route.mirror_percentage) {
    check_percent(route.mirror_percentage->value, path.with("mirrorPercentage", "value"), out);
  }
  for (std::size_t i = 0; i < route.mirrors.size(); ++i) {
    const HttpMirror& mirror = route.mirrors[i];
    const FieldPath at = path.with("mirrors", i);
    if (!mirror.destination) {
      out.push_back(
          {at.with("destination"), "the mirror has no destination", "set destination.host"});
      continue;
    }
    check_destination(*mirror.destination, at.with("destination"), out);
    if (mirror.percentage) {
      check_percent(mirror.percentage->value, at.with("percentage", "value"), out);
    }
  }
}

// The authority may be set in one place only: rewrite, or a header that is set or added.
void check_authority(const HttpRoute& route, const FieldPath& path, Violations& out) {
  if (!route.headers || !route.headers->request) {
    return;
  }
  const HeaderOperations& request = *route.headers->request;
  bool is_set = route.rewrite && !route.rewrite->authority.empty();
  for (const auto& [field, headers] :
       {std::pair("set", &request.set), std::pair("add", &request.add)}) {
    for (const auto& [name, value] : *headers) {
      if (!is_authority_header(name)) {
        continue;
      }
      if (is_set) {
        out.push_back({path.with("headers", "request", field, name), "the authority is set twice",
                       "set it once, by rewrite.authority or by a header"});
      }
      is_set = is_set || !value.empty();
    }
  }
}

}  // namespace

void check_route_destinations(std::span<const RouteDestination> route, const FieldPath& path,
                              Violations& out) {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < route.size(); ++i) {
    const RouteDestination& each = route[i];
    total += each.weight;
    if (each.destination) {
      check_destination(*each.destination, path.with(i, "destination"), out);
    } else {
      out.push_back(
          {path.with(i, "destination"), "the route has no destination", "set destination.host"});
    }
    if (each.weight < 0) {
      out.push_back({path.with(i, "weight"), fmt::format("the weight {} is negative", each.weight),
                     "set a weight of 0 or more"});
    }
    if (each.headers) {
      check_headers(*each.headers, path.with(i, "headers"), out);
    }
  }
  if (route.size() > 1 && total == 0) {
    out.push_back({path, fmt::format("the weights of {} destinations add up to 0", route.size()),
                   "give the destinations weights"});
  }
}

void check_http_route(const HttpRoute& route, bool in_delegate, const FieldPath& path,
                      Violations& out) {
  check_actions(route, in_delegate, path, out);
  check_http_matches(route.match, path.with("match"), out);
  check_route_destinations(route.route, path.with("route"), out);
  check_mirrors(route, path, out);
  check_http_filters(route, path, out);
  if (route.headers) {
    check_headers(*route.headers, path.with("headers"), out);
  }
  check_authority(route, path, out);
  check_duration(route.timeout, path.with("timeout"), out);
}

}  // namespace mesh::istio

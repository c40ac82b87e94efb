// SPDX-License-Identifier: Apache-2.0
//
// Istio's own validation: load balancers of a DestinationRule, with the rules for localities
// ("region/zone/subzone", '*' at the end).
#include "common/istio/validate_load_balancer.h"

#include "common/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace mesh::istio {
namespace {

constexpr std::int64_t kLargestTable = 5000011;

bool is_prime(std::int64_t number) {
  if (number < 4) {
    return number > 0;  // Envoy takes 1 for a prime
  }
  if (number % 2 == 0) {
    return false;
  }
  for (std::int64_t factor = 3; factor * factor <= number; factor += 2) {
    if (number % factor == 0) {
      return false;
    }
  }
  return true;
}

void check_consistent_hash(const ConsistentHash& hash, const FieldPath& path, Violations& out) {
  if (hash.http_cookie && hash.http_cookie->name.empty()) {
    out.push_back({path.with("httpCookie", "name"), "the cookie has no name", "name the cookie"});
  }
  if (!hash.maglev) {
    return;
  }
  const std::int64_t size = hash.maglev->table_size;
  if (size <= 0 || size >= kLargestTable || !is_prime(size)) {
    out.push_back(
        {path.with("maglev", "tableSize"),
         fmt::format("the table size {} is not a prime number below {}", size, kLargestTable),
         "set a prime number, for example 65537"});
  }
}

// "us" covers "us/zone1", "us/zone1/*" covers "us/zone1/a", "*" covers everything.
bool covers(std::string_view wide, std::string_view narrow) {
  if (wide.ends_with('*')) {
    return narrow.starts_with(wide.substr(0, wide.size() - 1));
  }
  return narrow == wide || narrow.starts_with(std::string(wide) + "/");
}

// Istio lets a wildcard stand behind what it covers.
bool overlap(std::string_view earlier, std::string_view later) {
  return covers(earlier, later) || (!later.ends_with('*') && covers(later, earlier));
}

bool is_locality(std::string_view locality) {
  const std::size_t star = locality.find('*');
  const std::vector<std::string_view> parts = split(locality, '/');
  return (star == std::string_view::npos || star + 1 == locality.size()) &&
         std::none_of(parts.begin(), parts.end(),
                      [](std::string_view part) { return part.empty(); });
}

// `path_of(i)` leads to the i-th locality.
template <typename PathOf>
void check_localities(const std::vector<std::string_view>& localities, PathOf path_of,
                      Violations& out) {
  for (std::size_t i = 0; i < localities.size(); ++i) {
    if (!is_locality(localities[i])) {
      out.push_back({path_of(i), fmt::format("\"{}\" is not a locality", localities[i]),
                     "write region/zone/subzone, with '*' at the end at most"});
      return;
    }
    for (std::size_t earlier = 0; earlier < i; ++earlier) {
      if (overlap(localities[earlier], localities[i])) {
        out.push_back(
            {path_of(i),
             fmt::format("\"{}\" overlaps with \"{}\"", localities[i], localities[earlier]),
             "let each locality be covered once"});
        return;
      }
    }
  }
}

void check_weights(const LocalityDistribute& distribute, const FieldPath& path, Violations& out) {
  std::int64_t total = 0;
  std::vector<std::string_view> localities;
  for (const auto& [locality, weight] : distribute.to) {
    localities.push_back(locality);
    total += weight;
    if (weight < 1 || weight > 100) {
      out.push_back({path.with("to", locality),
                     fmt::format("the weight {} is not between 1 and 100", weight),
                     "set a weight between 1 and 100, or remove the locality"});
      return;
    }
  }
  if (total != 100) {
    out.push_back({path.with("to"), fmt::format("the weights add up to {}, not to 100", total),
                   "let the weights of one entry add up to 100"});
    return;
  }
  check_localities(
      localities, [&](std::size_t i) { return path.with("to", localities[i]); }, out);
}

void check_failover(const LocalityFailover& failover, const FieldPath& path, Violations& out) {
  if (failover.from == failover.to) {
    out.push_back({path.with("to"),
                   fmt::format("region \"{}\" fails over to itself", failover.from),
                   "name another region in to"});
    return;
  }
  for (const auto& [field, region] :
       {std::pair("from", failover.from), std::pair("to", failover.to)}) {
    if (region.find_first_of("/*") != std::string_view::npos) {
      out.push_back({path.with(field), fmt::format("\"{}\" is not the name of a region", region),
                     "name a region, without zones and wildcards"});
    }
  }
}

void check_locality(const LocalityLoadBalancerSetting& setting, const FieldPath& path,
                    Violations& out) {
  if (!setting.distribute.empty() && !setting.failover.empty()) {
    out.push_back({path.with("failover"), "failover is set beside distribute, which excludes it",
                   "keep one of distribute and failover"});
    return;
  }
  std::vector<std::string_view> sources;
  for (std::size_t i = 0; i < setting.distribute.size(); ++i) {
    sources.push_back(setting.distribute[i].from);
    check_weights(setting.distribute[i], path.with("distribute", i), out);
  }
  check_localities(
      sources, [&](std::size_t i) { return path.with("distribute", i, "from"); }, out);
  for (std::size_t i = 0; i < setting.failover.size(); ++i) {
    check_failover(setting.failover[i], path.with("failover", i), out);
  }
}

}  // namespace

void check_load_balancer(const LoadBalancerSettings& settings, const FieldPath& path,
                         Violations& out) {
  if (settings.consistent_hash) {
    check_consistent_hash(*settings.consistent_hash, path.with("consistentHash"), out);
  }
  if (settings.locality_lb_setting) {
    check_locality(*settings.locality_lb_setting, path.with("localityLbSetting"), out);
  }
}

}  // namespace mesh::istio

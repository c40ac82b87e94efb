// SPDX-License-Identifier: Apache-2.0
//
// RTE-27 … RTE-29: a prefix is a prefix of the text, a regex matches the whole, an unset condition
// is met by everything; with `gateways` set, `sourceLabels` and `sourceNamespace` are ignored.
#include "common/istio/match_cover.h"

#include "common/base/text.h"
#include "common/istio/virtual_service.h"

#include <algorithm>
#include <string>
#include <vector>

namespace mesh::istio {
namespace {

bool text_covers(const StringMatch& earlier, const StringMatch& later) {
  if (earlier.exact) {
    return later.exact == earlier.exact;
  }
  if (earlier.prefix) {
    const auto fixed = later.exact ? later.exact : later.prefix;
    return fixed && fixed->starts_with(*earlier.prefix);
  }
  if (earlier.regex) {
    return later.regex == earlier.regex;
  }
  return true;  // an empty match asks for presence only
}

bool covers_any_path(const std::optional<StringMatch>& uri) {
  return !uri || uri->prefix == "/" || uri->regex == ".*" ||
         !(uri->exact || uri->prefix || uri->regex);
}

StringMatch lower_case(const StringMatch& match, std::string& storage) {
  const auto given = match.exact ? match.exact : match.prefix;
  if (!given) {
    return match;
  }
  storage = to_lower(*given);
  StringMatch lower;
  (match.exact ? lower.exact : lower.prefix) = storage;
  return lower;
}

bool path_covers(const HttpMatchRequest& earlier, const HttpMatchRequest& later) {
  if (covers_any_path(earlier.uri)) {
    return true;
  }
  if (!later.uri || (later.ignore_uri_case && !earlier.ignore_uri_case)) {
    return false;
  }
  if (!earlier.ignore_uri_case) {
    return text_covers(*earlier.uri, *later.uri);
  }
  std::string earlier_text;
  std::string later_text;
  return text_covers(lower_case(*earlier.uri, earlier_text), lower_case(*later.uri, later_text));
}

bool optional_covers(const std::optional<StringMatch>& earlier,
                     const std::optional<StringMatch>& later) {
  return !earlier || (later && text_covers(*earlier, *later));
}

const StringMatch* find_condition(const Map<StringMatch>& conditions, std::string_view name) {
  const auto at = std::find_if(conditions.begin(), conditions.end(), [&](const auto& condition) {
    return equals_ignoring_case(condition.first, name);
  });
  return at == conditions.end() ? nullptr : &at->second;
}

bool headers_cover(const Map<StringMatch>& earlier, const Map<StringMatch>& later) {
  return std::all_of(earlier.begin(), earlier.end(), [&](const auto& condition) {
    const StringMatch* other = find_condition(later, condition.first);
    return other != nullptr && text_covers(condition.second, *other);
  });
}

bool same_text(const StringMatch& a, const StringMatch& b) {
  return a.exact == b.exact && a.prefix == b.prefix && a.regex == b.regex;
}

// Of conditions where case counts in names, or whose meaning turns around with them.
bool conditions_repeat(const Map<StringMatch>& earlier, const Map<StringMatch>& later) {
  return std::all_of(earlier.begin(), earlier.end(), [&](const auto& condition) {
    return std::any_of(later.begin(), later.end(), [&](const auto& other) {
      return other.first == condition.first && same_text(condition.second, other.second);
    });
  });
}

std::vector<std::string> gateway_names(const std::vector<std::string_view>& references,
                                       const VirtualService& owner) {
  std::vector<std::string> names;
  for (const std::string_view reference : references) {
    names.push_back(reference == "mesh" ? "mesh" : qualified_gateway_name(reference, owner.ref.ns));
  }
  if (names.empty()) {
    names.emplace_back("mesh");
  }
  return names;
}

bool gateways_cover(const std::vector<std::string_view>& earlier,
                    const std::vector<std::string_view>& later, const VirtualService& owner) {
  if (earlier.empty()) {
    return true;
  }
  const std::vector<std::string> wide = gateway_names(earlier, owner);
  const std::vector<std::string> narrow =
      gateway_names(later.empty() ? owner.gateways : later, owner);
  return std::all_of(narrow.begin(), narrow.end(), [&](const std::string& name) {
    return std::find(wide.begin(), wide.end(), name) != wide.end();
  });
}

template <typename Match>
bool sources_cover(const Match& earlier, const Match& later) {
  if (!earlier.gateways.empty() ||
      (earlier.source_labels.empty() && earlier.source_namespace.empty())) {
    return true;
  }
  return later.gateways.empty() && later.source_labels.contains_all(earlier.source_labels) &&
         (earlier.source_namespace.empty() || later.source_namespace == earlier.source_namespace);
}

template <typename Match>
bool listeners_cover(const Match& earlier, const Match& later, const VirtualService& owner) {
  return (!earlier.port || earlier.port == later.port) &&
         gateways_cover(earlier.gateways, later.gateways, owner) && sources_cover(earlier, later);
}

bool subnets_cover(const std::vector<std::string_view>& earlier,
                   const std::vector<std::string_view>& later) {
  return earlier.empty() || earlier == later;
}

}  // namespace

bool covers(const HttpMatchRequest& earlier, const HttpMatchRequest& later,
            const VirtualService& owner) {
  return listeners_cover(earlier, later, owner) && path_covers(earlier, later) &&
         optional_covers(earlier.scheme, later.scheme) &&
         optional_covers(earlier.method, later.method) &&
         optional_covers(earlier.authority, later.authority) &&
         headers_cover(earlier.headers, later.headers) &&
         conditions_repeat(earlier.without_headers, later.without_headers) &&
         conditions_repeat(earlier.query_params, later.query_params);
}

// RTE-17: of equal server names the later is skipped. Of different ones the proxy takes the most
// specific, whatever their order, so that a wildcard takes nothing from a name that it covers.
bool covers(const TlsMatch& earlier, const TlsMatch& later, const VirtualService& owner) {
  const auto sni_is_taken = [&](std::string_view host) {
    return std::any_of(earlier.sni_hosts.begin(), earlier.sni_hosts.end(),
                       [&](std::string_view other) { return equals_ignoring_case(other, host); });
  };
  return !later.sni_hosts.empty() && listeners_cover(earlier, later, owner) &&
         subnets_cover(earlier.destination_subnets, later.destination_subnets) &&
         std::all_of(later.sni_hosts.begin(), later.sni_hosts.end(), sni_is_taken);
}

bool covers(const L4Match& earlier, const L4Match& later, const VirtualService& owner) {
  return listeners_cover(earlier, later, owner) &&
         subnets_cover(earlier.destination_subnets, later.destination_subnets);
}

}  // namespace mesh::istio

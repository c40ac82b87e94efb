// SPDX-License-Identifier: Apache-2.0
#include "common/istio/effective_route.h"

#include "common/istio/export_to.h"
#include "common/istio/gateway_pods.h"
#include "common/istio/mesh_config.h"

#include <algorithm>
#include <string>

namespace mesh::istio {
namespace {

bool has_text(const std::optional<std::string_view>& text) {
  return text && !text->empty();
}

bool is_set(const StringMatch& match) {
  return has_text(match.exact) || has_text(match.prefix) || has_text(match.regex);
}

// What the delegate asks must be a part of what the root asks; a regex is never known to be one.
bool contradicts(const StringMatch& root, const StringMatch& leaf) {
  if ((has_text(root.regex) && is_set(leaf)) || (has_text(leaf.regex) && is_set(root))) {
    return true;
  }
  if (has_text(root.exact)) {
    return has_text(leaf.prefix) || leaf.exact != root.exact;
  }
  if (has_text(root.prefix)) {
    const auto& narrower = has_text(leaf.prefix) ? leaf.prefix : leaf.exact;
    if (has_text(narrower)) {
      return !narrower->starts_with(*root.prefix);
    }
  }
  return true;
}

bool contradicts(const std::optional<StringMatch>& root, const std::optional<StringMatch>& leaf) {
  return root && leaf && contradicts(*root, *leaf);
}

template <typename T>
const T* find_in(const Map<T>& map, std::string_view key) {
  const auto at =
      std::find_if(map.begin(), map.end(), [&](const auto& entry) { return entry.first == key; });
  return at == map.end() ? nullptr : &at->second;
}

bool contradicts(const Map<StringMatch>& root, const Map<StringMatch>& leaf) {
  return std::any_of(leaf.begin(), leaf.end(), [&](const auto& entry) {
    const StringMatch* same = find_in(root, entry.first);
    return same != nullptr && contradicts(*same, entry.second);
  });
}

bool contradicts(const Labels& root, const Labels& leaf) {
  return std::any_of(leaf.begin(), leaf.end(), [&](const auto& entry) {
    const auto same = root.find(entry.first);
    return same && *same != entry.second;
  });
}

std::vector<std::string> gateway_names(const HttpMatchRequest& match, std::string_view ns) {
  std::vector<std::string> names;
  for (const std::string_view gateway : match.gateways) {
    const auto [gateway_ns, name] = resolve_gateway_name(gateway, ns);
    names.push_back(gateway == "mesh" ? "mesh" : std::string(gateway_ns) + "/" + std::string(name));
  }
  return names;
}

bool contradicts_gateways(const HttpMatchRequest& root, std::string_view root_ns,
                          const HttpMatchRequest& leaf, std::string_view leaf_ns) {
  if (root.gateways.empty() || leaf.gateways.empty()) {
    return false;
  }
  const std::vector<std::string> wide = gateway_names(root, root_ns);
  const std::vector<std::string> narrow = gateway_names(leaf, leaf_ns);
  return wide.size() < narrow.size() ||
         std::any_of(narrow.begin(), narrow.end(), [&](const std::string& name) {
           return std::find(wide.begin(), wide.end(), name) == wide.end();
         });
}

bool contradicts(const HttpMatchRequest& root, const HttpMatchRequest& leaf) {
  return contradicts(root.uri, leaf.uri) || contradicts(root.scheme, leaf.scheme) ||
         contradicts(root.method, leaf.method) || contradicts(root.authority, leaf.authority) ||
         contradicts(root.headers, leaf.headers) ||
         contradicts(root.without_headers, leaf.without_headers) ||
         contradicts(root.query_params, leaf.query_params) ||
         contradicts(root.source_labels, leaf.source_labels) ||
         root.ignore_uri_case != leaf.ignore_uri_case ||
         (root.port && leaf.port && *root.port != *leaf.port) ||
         (!root.source_namespace.empty() && root.source_namespace != leaf.source_namespace);
}

// The leaf's own words win.
void add_missing(Map<StringMatch>& leaf, const Map<StringMatch>& root) {
  for (const auto& entry : root) {
    if (find_in(leaf, entry.first) == nullptr) {
      leaf.push_back(entry);
    }
  }
}

template <typename T>
void take_over(std::optional<T>& own, const std::optional<T>& other) {
  if (!own) {
    own = other;
  }
}

HttpMatchRequest merge(const HttpMatchRequest& root, const HttpMatchRequest& leaf) {
  HttpMatchRequest out = leaf;
  take_over(out.uri, root.uri);
  take_over(out.scheme, root.scheme);
  take_over(out.method, root.method);
  take_over(out.authority, root.authority);
  take_over(out.port, root.port);
  add_missing(out.headers, root.headers);
  add_missing(out.without_headers, root.without_headers);
  add_missing(out.query_params, root.query_params);
  for (const auto& [key, value] : root.source_labels) {
    if (!out.source_labels.contains(key)) {
      out.source_labels.set(key, value);
    }
  }
  if (out.source_namespace.empty()) {
    out.source_namespace = root.source_namespace;
  }
  if (out.gateways.empty()) {
    out.gateways = root.gateways;
  }
  return out;
}

HttpRoute merge(const HttpRoute& root, const HttpRoute& leaf) {
  HttpRoute out = leaf;
  take_over(out.rewrite, root.rewrite);
  take_over(out.direct_response, root.direct_response);
  take_over(out.retries, root.retries);
  take_over(out.fault, root.fault);
  take_over(out.mirror, root.mirror);
  take_over(out.mirror_percent, root.mirror_percent);
  take_over(out.mirror_percentage, root.mirror_percentage);
  take_over(out.headers, root.headers);
  take_over(out.cors_policy, root.cors_policy);
  if (out.timeout.empty()) {
    out.timeout = root.timeout;
  }
  if (out.mirrors.empty()) {
    out.mirrors = root.mirrors;
  }
  return out;
}

std::vector<EffectiveMatch> own_matches(const HttpRoute& rule, std::string_view ns) {
  std::vector<EffectiveMatch> out;
  for (std::size_t i = 0; i < rule.match.size(); ++i) {
    out.push_back({.match = &rule.match[i], .ns = ns, .index = i, .delegate = std::nullopt});
  }
  return out;
}

}  // namespace

std::optional<std::vector<EffectiveMatch>> RouteMerger::combine(const VirtualService& root,
                                                                const HttpRoute& root_rule,
                                                                const VirtualService& delegate,
                                                                const HttpRoute& rule) {
  if (rule.match.empty()) {
    return own_matches(root_rule, root.ref.ns);
  }
  std::vector<EffectiveMatch> out;
  if (root_rule.match.empty()) {
    for (std::size_t i = 0; i < rule.match.size(); ++i) {
      out.push_back({&rule.match[i], delegate.ref.ns, std::nullopt, i});
    }
    return out;
  }
  for (std::size_t i = 0; i < rule.match.size(); ++i) {
    const std::size_t before = out.size();
    for (std::size_t j = 0; j < root_rule.match.size(); ++j) {
      const HttpMatchRequest& wide = root_rule.match[j];
      if (contradicts(wide, rule.match[i]) ||
          contradicts_gateways(wide, root.ref.ns, rule.match[i], delegate.ref.ns)) {
        continue;
      }
      const std::string_view ns = rule.match[i].gateways.empty() ? root.ref.ns : delegate.ref.ns;
      out.push_back({&merged_matches_.emplace_back(merge(wide, rule.match[i])), ns, j, i});
    }
    if (out.size() == before) {
      return std::nullopt;
    }
  }
  return out;
}

void RouteMerger::append_delegated(const VirtualService& root, std::size_t index,
                                   std::vector<EffectiveRoute>& out) {
  const HttpRoute& root_rule = root.http[index];
  const Delegate& named = *root_rule.delegate;
  const VirtualService* delegate =
      snapshot_.find<VirtualService>(named.ns.empty() ? root.ref.ns : named.ns, named.name);
  if (delegate == nullptr || !delegate->is_delegate() ||
      !is_discovered(snapshot_, delegate->ref.ns) ||
      !is_exported(delegate->export_to, mesh_config(snapshot_).default_virtual_service_export_to,
                   delegate->ref.ns, root.ref.ns)) {
    return;
  }
  for (std::size_t i = 0; i < delegate->http.size(); ++i) {
    const HttpRoute& rule = delegate->http[i];
    auto matches = combine(root, root_rule, *delegate, rule);
    if (!matches) {
      continue;
    }
    const bool own_mirror = rule.mirror || !rule.mirrors.empty();
    out.push_back({.route = &merged_routes_.emplace_back(merge(root_rule, rule)),
                   .index = index,
                   .delegate = delegate,
                   .delegate_index = i,
                   .ns = delegate->ref.ns,
                   .mirror_ns = own_mirror ? delegate->ref.ns : root.ref.ns,
                   .matches = std::move(*matches),
                   .virtual_service = &root});
  }
}

std::vector<EffectiveRoute> RouteMerger::effective_routes(const VirtualService& root) {
  std::vector<EffectiveRoute> out;
  for (std::size_t i = 0; i < root.http.size(); ++i) {
    if (root.http[i].delegate) {
      append_delegated(root, i, out);
    } else {
      out.push_back({.route = &root.http[i],
                     .index = i,
                     .delegate = nullptr,
                     .delegate_index = 0,
                     .ns = root.ref.ns,
                     .mirror_ns = root.ref.ns,
                     .matches = own_matches(root.http[i], root.ref.ns),
                     .virtual_service = &root});
    }
  }
  return out;
}

}  // namespace mesh::istio

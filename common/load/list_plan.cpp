// SPDX-License-Identifier: Apache-2.0
#include "common/load/list_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace mesh::load {
namespace {

constexpr std::string_view kProtobuf = "application/vnd.kubernetes.protobuf";
constexpr std::string_view kJson = "application/json";
constexpr std::string_view kAsMetadata = ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

// Every server sends metadata as protobuf, and objects of custom resources as JSON only. A proxy
// that knows no protobuf may answer with JSON.
std::string accept_of(const ListRequest& request) {
  const std::string_view shape = request.metadata_only ? kAsMetadata : std::string_view();
  if (!request.metadata_only && !info(request.kind).built_in) {
    return std::string(kJson);
  }
  return fmt::format("{0}{2},{1}{2}", kProtobuf, kJson, shape);
}

std::string group_path(const KindInfo& kind, const std::string& version) {
  return kind.group.empty() ? "/api/" + version
                            : "/apis/" + std::string(kind.group) + "/" + version;
}

std::string escape_query(std::string_view text) {
  constexpr std::string_view kPlain = "-._~/";
  std::string out;
  for (const char c : text) {
    const bool alphanumeric =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (alphanumeric || kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string query_of(const ListRequest& request) {
  std::string query;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) {
      query += fmt::format("{}{}={}", query.empty() ? "?" : "&", name, escape_query(value));
    }
  };
  add("fieldSelector", request.field_selector);
  add("labelSelector", request.label_selector);
  if (request.name.empty()) {
    // A watch cache does not look at the limit.
    add("limit", request.from_cache || !request.continue_token.empty() ? "500" : "");
  }
  add("resourceVersion", request.from_cache && request.continue_token.empty() ? "0" : "");
  add("continue", request.continue_token);
  return query;
}

// Config maps can be large and private: only those that the mesh itself writes are asked for.
std::vector<ListRequest> config_map_lists(const ClusterOptions& options) {
  ListRequest roots = list_of(Kind::ConfigMap, "");
  roots.field_selector = "metadata.name=istio-ca-root-cert";
  return {std::move(roots), list_of(Kind::ConfigMap, options.istio_namespace)};
}

}  // namespace

kube::Request ListRequest::http() const {
  const KindInfo& kind_info = info(kind);
  std::string path = group_path(kind_info, version);
  if (!ns.empty()) {
    path += "/namespaces/" + ns;
  }
  path += "/" + std::string(kind_info.plural) + (name.empty() ? "" : "/" + name);
  return {.path = path + query_of(*this), .accept = accept_of(*this)};
}

ListRequest list_of(Kind kind, std::string ns) {
  return {.kind = kind, .ns = std::move(ns), .version = std::string(info(kind).versions.front())};
}

std::vector<ListRequest> cluster_lists(Kinds kinds, const ClusterOptions& options) {
  std::vector<ListRequest> lists;
  for (const KindInfo& kind : all_kinds()) {
    if (!kinds.contains(kind.kind)) {
      continue;
    }
    if (kind.kind == Kind::ConfigMap) {
      const std::vector<ListRequest> config_maps = config_map_lists(options);
      lists.insert(lists.end(), config_maps.begin(), config_maps.end());
    } else {
      lists.push_back(list_of(kind.kind, ""));
    }
  }
  return lists;
}

std::vector<ListRequest> narrower_lists(const ListRequest& refused, const ClusterOptions& options) {
  if (!refused.ns.empty() || !info(refused.kind).namespaced || options.namespaces.empty()) {
    return {};
  }
  std::set<std::string> namespaces(options.namespaces.begin(), options.namespaces.end());
  namespaces.insert(options.istio_namespace);
  std::vector<ListRequest> lists;
  for (const std::string& ns : namespaces) {
    ListRequest narrower = refused;
    narrower.ns = ns;
    lists.push_back(std::move(narrower));
  }
  return lists;
}

std::optional<ListRequest> older_version(const ListRequest& missing) {
  const std::span<const std::string_view> versions = info(missing.kind).versions;
  const auto at = std::find(versions.begin(), versions.end(), missing.version);
  if (at == versions.end() || std::next(at) == versions.end()) {
    return std::nullopt;
  }
  ListRequest older = missing;
  older.version = std::string(*std::next(at));
  return older;
}

}  // namespace mesh::load

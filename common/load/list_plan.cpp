// SPDX-License-Identifier: Apache-2.0
#include "common/load/list_plan.h"

#include <algorithm>
#include <set>

namespace mesh::load {
namespace {

constexpr const char* kProtobufList = "application/vnd.kubernetes.protobuf";

std::string group_path(const KindInfo& kind, const std::string& version) {
  return kind.group.empty() ? "/api/" + version
                            : "/apis/" + std::string(kind.group) + "/" + version;
}

// Escapes what may not stand in a query; field selectors are the only values that need it.
std::string escape_query(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '=') {
      out += "%3D";
    } else if (c == ',') {
      out += "%2C";
    } else if (c == '!') {
      out += "%21";
    } else {
      out += c;
    }
  }
  return out;
}

ListRequest list_of(Kind kind, std::string ns) {
  return {.kind = kind, .ns = std::move(ns), .version = std::string(info(kind).versions.front())};
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
  path += "/" + std::string(kind_info.plural) + "?";
  if (!field_selector.empty()) {
    path += "fieldSelector=" + escape_query(field_selector) + "&";
  }
  path += "resourceVersion=0";
  return {.path = std::move(path),
          .accept = kind_info.built_in ? kProtobufList : "application/json"};
}

std::vector<ListRequest> first_lists(const ClusterOptions& options) {
  std::vector<ListRequest> lists;
  for (const KindInfo& kind : all_kinds()) {
    if (!options.kinds.contains(kind.kind)) {
      continue;
    }
    if (kind.kind == Kind::ConfigMap) {
      const std::vector<ListRequest> config_maps = config_map_lists(options);
      lists.insert(lists.end(), config_maps.begin(), config_maps.end());
    } else if (kind.kind == Kind::Secret) {
      lists.push_back(list_of(kind.kind, ""));
      lists.back().field_selector =
          "type!=helm.sh/release.v1,type!=kubernetes.io/service-account-token";  // CRT-1
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

// SPDX-License-Identifier: Apache-2.0
#include "common/cli/load_input.h"

#include "common/cli/usage_error.h"
#include "common/kube/api_client.h"
#include "common/load/cluster_source.h"
#include "common/load/manifest_source.h"
#include "generated/version.h"

#include <fmt/format.h>

namespace mesh::cli {
namespace {

std::vector<std::string> scope_of(const Options& options, const std::string& default_ns) {
  if (options.all_namespaces || default_ns.empty()) {
    return {};
  }
  return {default_ns};
}

Input load_from_files(const Options& options, Kinds kinds) {
  const std::string& ns = options.connection.ns;
  return {.loaded = load::load_manifests({.files = options.files,
                                          .recursive = options.recursive,
                                          .default_ns = ns.empty() ? "default" : ns,
                                          .kinds = kinds}),
          .scope = {.namespaces = scope_of(options, ns),
                    .objects = {},
                    .cluster = {},
                    .files = options.files},
          .default_ns = ns.empty() ? "default" : ns};
}

Input load_from_cluster(const Options& options, Kinds kinds, const std::string& program) {
  kube::Connection connection =
      kube::resolve_connection(options.connection, kube::process_environment());
  const std::vector<std::string> namespaces = scope_of(options, connection.ns);
  const std::string default_ns = connection.ns;
  kube::ApiClient client(std::move(connection), user_agent(program));
  return {
      .loaded = load::load_cluster(
          client,
          {.kinds = kinds, .namespaces = namespaces, .istio_namespace = options.istio_namespace}),
      .scope = {.namespaces = namespaces, .objects = {}, .cluster = client.server(), .files = {}},
      .default_ns = default_ns};
}

}  // namespace

std::string user_agent(const std::string& program) {
  return fmt::format("{}/{} ({})", program, kVersion, kPlatform);
}

Input load_input(const Options& options, Kinds kinds, const std::string& program) {
  if (options.recursive && options.files.empty()) {
    throw UsageError("-R goes with -f: it also reads the folders in a directory");
  }
  return options.files.empty() ? load_from_cluster(options, kinds, program)
                               : load_from_files(options, kinds);
}

}  // namespace mesh::cli

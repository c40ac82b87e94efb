// SPDX-License-Identifier: Apache-2.0
#include "common/cli/load_input.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/cli/progress_line.h"
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

Input load_from_cluster(const Options& options, Kinds kinds, InputFor purpose,
                        const std::string& program) {
  kube::Connection connection =
      kube::resolve_connection(options.connection, kube::process_environment());
  const std::vector<std::string> namespaces = scope_of(options, connection.ns);
  const std::string default_ns = connection.ns;
  kube::ApiClient client(std::move(connection), user_agent(program));
  ProgressLine progress;
  load::Loaded loaded = load::load_cluster(
      client, {.kinds = kinds,
               .namespaces = namespaces,
               .istio_namespace = options.istio_namespace,
               .only_for_findings = purpose != InputFor::Verb,
               .whole_mesh = purpose == InputFor::FindingsOfObjects,
               .progress = [&](const load::LoadProgress& state) { progress.show(state); }});
  if (options.warnings_as_errors && client.warnings() > 0) {
    throw Error("{} received from the API server, and --warnings-as-errors was given",
                count_of(client.warnings(), "warning"));
  }
  print::Scope scope{.namespaces = namespaces,
                     .objects = {},
                     .cluster = client.server(),
                     .files = {},
                     .resource_versions = loaded.resource_versions};
  return {.loaded = std::move(loaded), .scope = std::move(scope), .default_ns = default_ns};
}

}  // namespace

std::string user_agent(const std::string& program) {
  return fmt::format("{}/{} ({})", program, kVersion, kPlatform);
}

Input load_input(const Options& options, Kinds kinds, InputFor purpose,
                 const std::string& program) {
  if (options.recursive && options.files.empty()) {
    throw UsageError("-R goes with -f: it also reads the folders in a directory");
  }
  return options.files.empty() ? load_from_cluster(options, kinds, purpose, program)
                               : load_from_files(options, kinds);
}

}  // namespace mesh::cli

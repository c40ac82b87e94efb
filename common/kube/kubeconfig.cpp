// SPDX-License-Identifier: Apache-2.0
//
// Which kubeconfig files are read and how they merge, as client-go's tools/clientcmd/loader.go
// does.

#include "common/kube/kubeconfig.h"

#include "common/base/error.h"
#include "common/base/text.h"
#include "common/kube/read_file.h"

#include <algorithm>
#include <filesystem>

namespace mesh::kube {
namespace {

std::vector<std::string> files_of_list(std::string_view list) {
  std::vector<std::string> paths;
  for (const std::string_view part : split(list, ':')) {
    if (!part.empty() && std::find(paths.begin(), paths.end(), part) == paths.end()) {
      paths.emplace_back(part);
    }
  }
  return paths;
}

// ~/.kube/config, or the name that it had before Kubernetes 1.0.
std::vector<std::string> default_files(const Environment& environment) {
  const std::string home = environment("HOME").value_or("");
  if (home.empty()) {
    return {};
  }
  const std::string config = home + "/.kube/config";
  const std::string legacy = home + "/.kube/.kubeconfig";
  return {!is_file(config) && is_file(legacy) ? legacy : config};
}

std::vector<std::string> files_to_read(const std::string& flag, const Environment& environment) {
  if (!flag.empty()) {
    return {flag};
  }
  const std::string list = environment("KUBECONFIG").value_or("");
  return list.empty() ? default_files(environment) : files_of_list(list);
}

Kubeconfig load_file(const std::string& path) {
  try {
    return parse_kubeconfig(read_file(path), std::filesystem::absolute(path).parent_path());
  } catch (const Error& error) {
    throw Error("error loading config file \"{}\": {}", path, error.what());
  }
}

void merge_into(Kubeconfig& merged, Kubeconfig&& file) {
  merged.clusters.merge(file.clusters);
  merged.users.merge(file.users);
  merged.contexts.merge(file.contexts);
  if (merged.current_context.empty()) {
    merged.current_context = std::move(file.current_context);
  }
  merged.found_file = true;
}

}  // namespace

Kubeconfig load_kubeconfig(const std::string& kubeconfig_flag, const Environment& environment) {
  Kubeconfig merged;
  merged.looked_for = files_to_read(kubeconfig_flag, environment);
  for (const std::string& path : merged.looked_for) {
    if (std::filesystem::exists(path)) {
      merge_into(merged, load_file(path));
    } else if (!kubeconfig_flag.empty()) {
      throw Error("stat {}: no such file or directory (the file of --kubeconfig must exist)", path);
    }
  }
  return merged;
}

}  // namespace mesh::kube

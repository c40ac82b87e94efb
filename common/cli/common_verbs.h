// SPDX-License-Identifier: Apache-2.0
//
// The verbs that all plugins have. They tell of the plugin itself: neither cluster nor files are
// read.
#pragma once

#include "common/cli/options.h"
#include "common/cli/plugin.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::cli {

// How the plugin was started.
struct Invocation {
  const Plugin& plugin;
  const Options& options;
  std::string path;     // argv[0]
  std::string program;  // its file name: "kubectl-mesh_mtls"
  std::string command;  // what the user typed for it: "kubectl mesh-mtls"
};

struct CommonVerb {
  VerbInfo info;
  int (*run)(const Invocation& invocation);
};

std::span<const CommonVerb> common_verbs();

// What is done without a verb: the problems are reported.
VerbInfo report_info(const Plugin& plugin);

// The plugin's own verbs, then the common ones.
std::vector<VerbInfo> verbs_of(const Plugin& plugin);

std::vector<std::string_view> verb_names(const Plugin& plugin);

// That of the verb `name`; the report's if there is no such verb.
VerbInfo verb_or_report(const Plugin& plugin, std::string_view name);

// Throws UsageError if the verb does not print the format of -o.
void require_output_of(const VerbInfo& verb, const Options& options);

}  // namespace mesh::cli

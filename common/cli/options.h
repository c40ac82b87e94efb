// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/plugin.h"
#include "common/kube/connection.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::cli {

// What the user asked for.
struct Options {
  std::vector<std::string> arguments;  // the verb, if any, and what follows it
  kube::ConnectionFlags connection;
  bool all_namespaces = false;
  std::vector<std::string> files;
  bool recursive = false;
  std::string output = "text";
  std::string color = "auto";
  std::string istio_namespace = "istio-system";
  Severity severity = Severity::Info;                 // the least severe that is shown
  std::optional<Severity> fail_on = Severity::Error;  // nullopt: never
  std::vector<std::string> only;
  std::vector<std::string> skip;
  bool strict = false;
  int min_days = 30;
  bool help = false;
};

// One flag. The table of them feeds parsing, help and completion.
struct OptionSpec {
  enum class Takes { Nothing, Value };
  enum class Group { Scope, Report, Connection };

  std::string_view name;
  char letter;  // 0 if there is no short form
  Takes takes;
  std::string_view value_name;
  std::string_view help;
  Group group;
  void (*store)(Options& options, const std::string& value);
};

std::span<const OptionSpec> option_table(const Plugin& plugin);

// Parses as kubectl's flag library does (`-nfoo`, `-n=foo`, `-Aojson`, `--a_b` for `--a-b`, flags
// and arguments mixed, `--` ends flags). Throws Error with kubectl's sentences.
Options parse_options(const Plugin& plugin, const std::vector<std::string>& arguments);

}  // namespace mesh::cli

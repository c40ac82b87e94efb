// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/check.h"
#include "common/kube/connection.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::cli {

struct Plugin;

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
  std::string from;                  // trace, ports show: the client, as POD or TYPE/NAME
  std::string gateway;               // trace
  std::string method = "GET";        // trace
  std::vector<std::string> headers;  // trace: "Name: value"
  std::optional<std::string> sni;    // trace: empty: no SNI is sent
  std::string protocol;              // can: what the client application speaks; empty: as declared
  std::vector<std::string> given;    // the flags that the user wrote
  bool help = false;
};

// One flag. The table of them feeds parsing, help and completion.
struct OptionSpec {
  enum class Takes { Nothing, Value };
  enum class Group { Scope, Report, Print, Always, Verb, Connection };

  std::string_view name;
  char letter;  // 0 if there is no short form
  Takes takes;
  std::string_view value_name;  // a word of vocabulary.h, by which the value is completed
  std::string_view help;
  Group group;
  void (*store)(Options& options, const std::string& value);
  std::string_view plugins = {};  // "mtls routes": those that take it; empty: all
  std::string_view verbs = {};    // "trace": those that take it; empty: any

  // Whether the verb ("" for the report) takes it.
  bool goes_with(std::string_view verb) const;
};

// The flags that this plugin takes.
std::vector<const OptionSpec*> option_table(const Plugin& plugin);

// Throws UsageError if a flag was given that this verb ("" for the report) does not take.
void require_flags_of(const Plugin& plugin, std::string_view verb, const Options& options);

// Parses as kubectl's flag library does (`-nfoo`, `-n=foo`, `-Aojson`, `--a_b` for `--a-b`, flags
// and arguments mixed, `--` ends flags). Throws Error with kubectl's sentences.
Options parse_options(const Plugin& plugin, const std::vector<std::string>& arguments);

}  // namespace mesh::cli

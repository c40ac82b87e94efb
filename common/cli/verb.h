// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/options.h"
#include "common/model/snapshot.h"
#include "common/print/answer.h"
#include "common/print/state_table.h"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace mesh::cli {

// A command line and what it is for; shown by --help. `command` stands behind "kubectl
// mesh-<name>".
struct Example {
  std::string_view command;
  std::string_view purpose;
};

// What a verb tells of: the mesh, which it reads, or the plugin itself.
enum class Subject { Mesh, Plugin };

// What help, completion, man page and the reading of the command line know of a verb.
struct VerbInfo {
  std::string_view name;          // "can"; empty for the report
  std::string_view arguments;     // "CLIENT SERVER[:PORT]", in words of vocabulary.h
  std::string_view summary;       // "whether a client reaches a server port, and what decides it"
  std::string_view outputs = {};  // "text json": what -o may be, the default first
  std::span<const Example> examples = {};
  Kinds names = {};  // what TYPE/NAME may be
  Subject subject = Subject::Mesh;
  std::string_view details = {};  // paragraphs for --help; PLUGIN stands for the plugin's name
};

// What a verb is asked.
struct Question {
  const Snapshot& snapshot;
  const Options& options;
  std::span<const std::string> arguments;  // what follows the verb
  std::string_view default_ns;             // where names without a namespace are looked up
  const print::Scope& scope;               // what `show` shows
};

using Outcome = std::variant<print::Answer, print::StateTable>;

// A verb that reads the mesh and answers. Throws UsageError for arguments it does not take, and
// Error for objects that do not exist.
struct Verb {
  VerbInfo info;
  Kinds reads;  // the kinds it looks at
  Outcome (*run)(const Question& question);
};

}  // namespace mesh::cli

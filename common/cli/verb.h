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
  std::string_view name;       // "can"
  std::string_view arguments;  // "CLIENT SERVER[:PORT]", for --help
  std::string_view summary;    // "whether a client reaches a server port, and what decides it"
  Kinds reads;                 // the kinds it looks at
  Outcome (*run)(const Question& question);
};

}  // namespace mesh::cli

// SPDX-License-Identifier: Apache-2.0
//
// What can stand where, one function for each sort of word.
#pragma once

#include "common/cli/complete/candidates.h"
#include "common/cli/complete/command_line.h"
#include "common/cli/complete/lookup.h"

namespace mesh::cli {

// Where the cursor is, and whom to ask.
struct Cursor {
  const Plugin& plugin;
  const CommandLine& line;
  Lookup& lookup;

  const std::string& word() const { return line.word; }
};

// What the word of the vocabulary may be. Candidates that do not fit what is typed may be among
// them.
Candidates complete_word(std::string_view word, const Cursor& cursor);

Candidates complete_flags(const Cursor& cursor);
Candidates complete_verbs(const Cursor& cursor);

// Objects: TYPE/, and TYPE/NAME once a type is typed.
Candidates complete_objects(const Cursor& cursor, Kinds kinds);
Candidates complete_client(const Cursor& cursor);
Candidates complete_server(const Cursor& cursor);
Candidates complete_gateway(const Cursor& cursor);
Candidates complete_namespaces(const Cursor& cursor);

// Hosts of VirtualServices, and behind a host its paths.
Candidates complete_url(const Cursor& cursor);

}  // namespace mesh::cli

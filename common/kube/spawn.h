// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace mesh::kube {

enum class Stdin { Inherited, Closed };

struct Command {
  std::string program;  // looked up in PATH if it has no '/'
  std::vector<std::string> args;
  std::vector<std::pair<std::string, std::string>> env;  // on top of ours; the later wins
  Stdin input = Stdin::Closed;
};

struct CommandResult {
  int start_error = 0;  // errno, if the program could not be started
  int exit_code = 0;
  int signal = 0;
  std::string output;
};

// Runs a program without a shell, waits for it, and returns its stdout (1 MiB at most); stderr is
// inherited. It stays in our process group, so Ctrl-C reaches it too.
CommandResult run_command(const Command& command);

}  // namespace mesh::kube

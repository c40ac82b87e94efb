// SPDX-License-Identifier: Apache-2.0
#include "common/kube/spawn.h"

#include "common/base/error.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <map>

namespace mesh::kube {
namespace {

constexpr std::size_t kLongestOutput = 1024UL * 1024;

// A pipe whose ends no other child inherits.
struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw Error("cannot make a pipe for a credential plugin: error {}", errno);
    }
  }

  ~Pipe() {
    close(ends[0]);
    close_write_end();
  }

  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void close_write_end() {
    if (ends[1] >= 0) {
      close(ends[1]);
      ends[1] = -1;
    }
  }

  std::array<int, 2> ends{};
};

struct FileActions {
  FileActions(Stdin input, const Pipe& output) {
    posix_spawn_file_actions_init(&actions);
    if (input == Stdin::Closed) {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    }
    posix_spawn_file_actions_adddup2(&actions, output.ends[1], STDOUT_FILENO);
  }

  ~FileActions() { posix_spawn_file_actions_destroy(&actions); }

  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  posix_spawn_file_actions_t actions{};
};

std::vector<std::string> merged_environment(const Command& command) {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos) {
      variables[text.substr(0, equals)] = text.substr(equals + 1);
    }
  }
  for (const auto& [name, value] : command.env) {
    variables[name] = value;
  }
  std::vector<std::string> out;
  out.reserve(variables.size());
  for (const auto& [name, value] : variables) {
    out.push_back(fmt::format("{}={}", name, value));
  }
  return out;
}

// The form that exec wants; valid while `texts` lives.
std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  out.reserve(texts.size() + 1);
  for (std::string& text : texts) {
    out.push_back(text.data());
  }
  out.push_back(nullptr);
  return out;
}

// Reads to the end also beyond the limit, so that the child is never stuck writing.
std::string read_all(int file) {
  std::string out;
  std::array<char, 4096> buffer{};
  while (true) {
    const ssize_t count = read(file, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return out;
    }
    if (out.size() < kLongestOutput) {
      out.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }
}

void wait_for(pid_t child, CommandResult& result) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

}  // namespace

CommandResult run_command(const Command& command) {
  std::vector<std::string> argv{command.program};
  argv.insert(argv.end(), command.args.begin(), command.args.end());
  std::vector<std::string> environment = merged_environment(command);
  Pipe output;
  const FileActions actions(command.input, output);

  CommandResult result;
  pid_t child = 0;
  result.start_error = posix_spawnp(&child, command.program.c_str(), &actions.actions, nullptr,
                                    pointers(argv).data(), pointers(environment).data());
  if (result.start_error != 0) {
    return result;
  }
  output.close_write_end();
  result.output = read_all(output.ends[0]);
  wait_for(child, result);
  return result;
}

}  // namespace mesh::kube

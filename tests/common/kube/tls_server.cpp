// SPDX-License-Identifier: Apache-2.0
#include "tests/common/kube/tls_server.h"

#include "common/kube/read_file.h"
#include "tests/support/temp_folder.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <vector>

namespace mesh::kube {
namespace {

constexpr const char* kSources = MESH_KUBE_TEST_DIRECTORY;

std::string read_line(int file) {
  std::string line;
  char c = 0;
  while (read(file, &c, 1) == 1 && c != '\n') {
    line += c;
  }
  return line;
}

// In the child: becomes the server, with these ends as its stdin and stdout.
[[noreturn]] void become_server(const std::string& certificate, int input, int output) {
  dup2(input, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  const std::string base = certificate_directory() + "/" + certificate;
  std::vector<std::string> words{"python3", std::string(kSources) + "/server.py", base + ".crt",
                                 base + ".key", certificate_directory() + "/ca.crt"};
  if (certificate.empty()) {
    words[2] = "-";
  }
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  execvp("python3", argv.data());
  _exit(127);
}

}  // namespace

const std::string& certificate_directory() {
  static const test::TempFolder directory;
  static const std::string path = [] {
    const std::string command =
        "cd '" + directory.path() + "' && sh '" + kSources + "/certificates.sh' > log 2>&1";
    if (std::system(command.c_str()) != 0) {
      throw std::runtime_error("certificates.sh failed: is openssl installed?");
    }
    return directory.path();
  }();
  return path;
}

std::string certificate_file(const std::string& name) {
  return read_file(certificate_directory() + "/" + name);
}

TlsServer::TlsServer(const std::string& certificate) {
  certificate_directory();
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  if (pipe2(input.data(), O_CLOEXEC) != 0 || pipe2(output.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe");
  }
  child_ = fork();
  if (child_ == 0) {
    become_server(certificate, input[0], output[1]);
  }
  close(input[0]);
  close(output[1]);
  stdin_ = input[1];
  port_ = read_line(output[0]);
  close(output[0]);
  if (port_.empty()) {
    throw std::runtime_error("server.py did not start: is python3 installed?");
  }
}

TlsServer::~TlsServer() {
  close(stdin_);
  waitpid(child_, nullptr, 0);
}

}  // namespace mesh::kube

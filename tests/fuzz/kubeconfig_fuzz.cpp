// SPDX-License-Identifier: Apache-2.0
//
// Reads arbitrary bytes as the kubeconfig of a plugin. Each ends as a connection or as an Error of
// one line; anything else is a bug.

#include "common/base/error.h"
#include "common/kube/connection.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

namespace {

// The bytes as a file that only this process has.
class MemoryFile {
 public:
  MemoryFile(const void* data, std::size_t size) : file_(memfd_create("kubeconfig", MFD_CLOEXEC)) {
    if (file_ < 0 || write(file_, data, size) != static_cast<ssize_t>(size)) {
      std::abort();
    }
  }

  ~MemoryFile() { close(file_); }

  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

void expect_one_line(const mesh::Error& error) {
  const std::string message = error.what();
  if (message.empty() || message.find('\n') != std::string::npos) {
    std::fprintf(stderr, "not one line: [%s]\n", message.c_str());
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const MemoryFile file(data, size);
  mesh::kube::ConnectionFlags flags;
  flags.kubeconfig = file.path();
  try {
    mesh::kube::resolve_connection(flags, [](std::string_view) { return std::nullopt; });
  } catch (const mesh::Error& error) {
    expect_one_line(error);
  }
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include "common/cli/write_out.h"

#include "common/base/error.h"
#include "common/cli/exit_code.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace mesh::cli {

int write_out(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if ((!written || std::fflush(stdout) != 0) && errno != EPIPE) {
    throw Error("cannot write to standard output: {}", std::strerror(errno));
  }
  return kNothingFound;
}

void write_error(std::string_view text) {
  fmt::print(stderr, "error: {}\n", text);
}

void write_hint(std::string_view text) {
  fmt::print(stderr, "{}\n", text);
}

}  // namespace mesh::cli

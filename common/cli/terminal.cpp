// SPDX-License-Identifier: Apache-2.0
#include "common/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace mesh::cli {

std::size_t terminal_width() {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : kUsual;
}

}  // namespace mesh::cli

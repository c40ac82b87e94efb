// SPDX-License-Identifier: Apache-2.0
#include "common/cli/color.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace mesh::cli {

print::Color color_of(const Options& options) {
  if (options.color != "auto") {
    return options.color == "always" ? print::Color::Yes : print::Color::No;
  }
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  const bool plain = dumb || std::getenv("NO_COLOR") != nullptr || isatty(STDOUT_FILENO) == 0;
  return plain ? print::Color::No : print::Color::Yes;
}

}  // namespace mesh::cli

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/plugin.h"

#include <string>
#include <vector>

namespace mesh::cli {

// The hidden verb that shells and kubectl ask: `words` are those up to the cursor, the last one
// being typed. Prints what may stand there, in the protocol of kubectl's plugins, and always
// returns 0: with any other exit code kubectl would offer files. Never writes to standard error,
// never reads standard input, and answers within kPatience.
int complete(const Plugin& plugin, const std::vector<std::string>& words,
             const std::string& program);

}  // namespace mesh::cli

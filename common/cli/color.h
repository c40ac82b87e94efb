// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/options.h"
#include "common/print/report.h"

namespace mesh::cli {

// Colour on a terminal only, unless asked for; NO_COLOR counts even if it is empty, as in kubectl.
print::Color color_of(const Options& options);

}  // namespace mesh::cli

// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mesh::cli {

// The same in every format.
enum ExitCode : int {
  kNothingFound = 0,  // ran; nothing at or above --fail-on
  kFound = 1,         // ran; at least one finding at or above --fail-on
  kCouldNotRun = 2,   // bad flag, unreadable file, no connection, not authorised at all
  kNotChecked = 3,    // ran, but something was not checked, and --strict was given
};

}  // namespace mesh::cli

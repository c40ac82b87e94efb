// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/error.h"

namespace mesh::cli {

// The command line is wrong: the error is followed by a pointer to --help.
class UsageError : public Error {
 public:
  using Error::Error;
};

}  // namespace mesh::cli

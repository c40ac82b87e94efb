// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/options.h"
#include "common/load/loaded.h"
#include "common/print/report.h"

#include <string>

namespace mesh::cli {

struct Input {
  load::Loaded loaded;
  print::Scope scope;
  std::string default_ns;  // where names without a namespace are looked up
};

// By which the API server knows us.
std::string user_agent(const std::string& program);

// What the input is for: findings about the scope depend on less than what a verb may be asked.
// Those that concern named objects may be anywhere.
enum class InputFor { Findings, FindingsOfObjects, Verb };

// From files if -f is given, otherwise from the cluster. With -f no kubeconfig is read.
Input load_input(const Options& options, Kinds kinds, InputFor purpose, const std::string& program);

}  // namespace mesh::cli

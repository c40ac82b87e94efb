// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/cli/options.h"

#include <string>
#include <vector>

namespace mesh::cli {

// A word of the command line, read as kubectl's flag library reads it.
struct FlagWord {
  enum class Is {
    Argument,
    Flag,
    EndOfFlags,     // "--": what follows are arguments
    UnknownFlag,    // --bogus
    UnknownLetter,  // -Z, also among others
    LacksValue,     // the line ends where the value should stand
  };

  Is is = Is::Argument;
  const OptionSpec* option = nullptr;  // of Flag and LacksValue
  std::string value;                   // of a Flag; "true" for one that takes none. The Argument
  std::string spelled;                 // "--bogus", "Z", "-n"
};

// Splits flags from arguments: `-nfoo`, `-n=foo`, `-Aojson`, `--a_b` for `--a-b`, flags and
// arguments mixed. Never throws: what is wrong stands in the result.
std::vector<FlagWord> read_flag_words(const std::vector<const OptionSpec*>& table,
                                      const std::vector<std::string>& words);

}  // namespace mesh::cli

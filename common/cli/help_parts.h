// SPDX-License-Identifier: Apache-2.0
//
// What the help and the manual page have in common.
#pragma once

#include "common/cli/common_verbs.h"
#include "common/cli/exit_code.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::cli {

inline constexpr std::string_view kReadsOnly = "It only reads, and never writes to a cluster.";

struct ExitCodeMeaning {
  ExitCode code;
  std::string_view meaning;
};

inline constexpr std::array kExitCodes{
    ExitCodeMeaning{kNothingFound, "nothing to report"},
    ExitCodeMeaning{kFound, "findings at or above --fail-on"},
    ExitCodeMeaning{kCouldNotRun, "could not run"},
    ExitCodeMeaning{kNotChecked, "something was not checked and --strict was given"},
};

// The flags that the verb looks at, those of the connection apart.
std::vector<const OptionSpec*> own_options(const Plugin& plugin, const VerbInfo& verb);
std::vector<const OptionSpec*> connection_options(const Plugin& plugin, const VerbInfo& verb);

// "-n, --namespace=NAMESPACE".
std::string spelled(const OptionSpec& option);

// What the flag means for this verb, as a sentence.
std::string meaning_of(const OptionSpec& option, const VerbInfo& verb);

// "whether …" as a sentence.
std::string as_sentence(std::string_view text);

// The paragraphs of the verb's details, for this plugin.
std::vector<std::string> details_of(const VerbInfo& verb, const Plugin& plugin);

// "kubectl mesh-mtls can CLIENT SERVER[:PORT] [flags]".
std::string usage_of(const VerbInfo& verb, std::string_view command);

}  // namespace mesh::cli

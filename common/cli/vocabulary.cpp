// SPDX-License-Identifier: Apache-2.0
#include "common/cli/vocabulary.h"

#include "common/base/text.h"

#include <algorithm>
#include <array>

namespace mesh::cli {
namespace {

constexpr std::array<std::string_view, 3> kSeverities{"error", "warning", "info"};
constexpr std::array<std::string_view, 4> kThresholds{"error", "warning", "info", "never"};
constexpr std::array<std::string_view, 3> kColors{"auto", "always", "never"};
constexpr std::array<std::string_view, 3> kProtocols{"http", "tcp", "tls"};
constexpr std::array<std::string_view, 7> kMethods{"GET",    "HEAD",  "POST",   "PUT",
                                                   "DELETE", "PATCH", "OPTIONS"};
constexpr std::array<std::string_view, 5> kShells{"bash", "zsh", "fish", "install", "uninstall"};

constexpr std::array kWords{
    Word{"TYPE/NAME", Completes::Objects,
         "An object, for example service/cart. Plural and short types will do."},
    Word{"POD|TYPE/NAME", Completes::Client,
         "A pod as POD or NAMESPACE/POD, or a workload or Service, whose pods are meant."},
    Word{"CLIENT", Completes::Client,
         "A pod as POD or NAMESPACE/POD, or a workload or Service as TYPE/NAME, whose pods are "
         "meant."},
    Word{"SERVER[:PORT]", Completes::Server,
         "SERVICE or NAMESPACE/SERVICE, a host name, or pod/NAME. The port may be left out where "
         "there is only one."},
    Word{"NAMESPACE", Completes::Namespaces, "The name of a namespace."},
    Word{"URL", Completes::Url,
         "[SCHEME://]HOST[:PORT][/PATH][?QUERY] with the scheme http (the default), https, tls or "
         "tcp. HOST is what the client dials: a Service as the client names it, or any other "
         "host."},
    Word{"CODE", Completes::Code, "The code of a finding. `checks` lists all."},
    Word{"CODES", Completes::Codes},
    Word{"VERB", Completes::Verbs, "One of the commands."},
    Word{"SHELL|install|uninstall", Completes::Choices,
         "bash, zsh or fish: print the script for the plugin typed as a command of its own. "
         "install, uninstall: put the executable that kubectl asks beside the plugin, or remove "
         "it.",
         kShells},
    Word{"GATEWAY", Completes::Gateway},
    Word{"FILE", Completes::Files},
    Word{"MANIFEST", Completes::Manifests},
    Word{"FORMAT", Completes::Formats},
    Word{"SEVERITY", Completes::Choices, {}, kSeverities},
    Word{"SEVERITY|never", Completes::Choices, {}, kThresholds},
    Word{"WHEN", Completes::Choices, {}, kColors},
    Word{"PROTOCOL", Completes::Choices, {}, kProtocols},
    Word{"METHOD", Completes::Choices, {}, kMethods},
    Word{"CONTEXT", Completes::Contexts},
    Word{"CLUSTER", Completes::Clusters},
    Word{"USER", Completes::Users},
};

}  // namespace

const Word& find_word(std::string_view name) {
  const auto named = [&](std::string_view wanted) {
    return std::find_if(kWords.begin(), kWords.end(),
                        [&](const Word& word) { return word.name == wanted; });
  };
  const auto found = named(name);
  if (found != kWords.end()) {
    return *found;
  }
  static constexpr Word kPlain{};
  return name.ends_with("/NAME") ? *named("TYPE/NAME") : kPlain;
}

std::string_view Arguments::at(std::size_t index) const {
  if (index < words.size()) {
    return words[index];
  }
  return repeats ? words.back() : std::string_view();
}

Arguments parse_arguments(std::string_view arguments) {
  Arguments out;
  if (arguments.starts_with('[') && arguments.ends_with(']')) {
    arguments = arguments.substr(1, arguments.size() - 2);
  }
  for (const std::string_view word : split(arguments, ' ')) {
    if (word == "...") {
      out.repeats = true;
    } else if (!word.empty()) {
      out.words.push_back(word);
    }
  }
  return out;
}

}  // namespace mesh::cli

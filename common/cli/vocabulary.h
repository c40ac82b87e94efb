// SPDX-License-Identifier: Apache-2.0
//
// The words that stand for arguments and flag values in help: NAMESPACE, TYPE/NAME, FORMAT. Each
// means one thing, and is completed in one way, wherever it stands.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace mesh::cli {

// How a word is completed.
enum class Completes {
  Nothing,
  Files,
  Manifests,
  Namespaces,
  Contexts,
  Clusters,
  Users,
  Formats,  // those of the verb
  Choices,  // those of the word
  Code,
  Codes,  // commas between them
  Verbs,
  Objects,
  Client,
  Server,
  Url,
  Gateway,
};

struct Word {
  std::string_view name;
  Completes completes = Completes::Nothing;
  std::string_view meaning = {};  // for the help of verbs
  std::span<const std::string_view> choices = {};
};

// The word of that name; service/NAME is TYPE/NAME. Others mean what they say, and are completed by
// nothing.
const Word& find_word(std::string_view name);

// "CLIENT SERVER[:PORT]", "[TYPE/NAME ...]" as words.
struct Arguments {
  std::vector<std::string_view> words;
  bool repeats = false;  // the last one

  // The word for the argument at `index`; empty if there is none.
  std::string_view at(std::size_t index) const;
};

Arguments parse_arguments(std::string_view arguments);

}  // namespace mesh::cli

// SPDX-License-Identifier: Apache-2.0
//
// What the verbs why, can, strict and trace answer: the answer in words for scripts, and the steps
// that lead to it, one of which decides.
#pragma once

#include "common/check/finding.h"
#include "common/print/json_writer.h"
#include "common/print/report.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::print {

// One thing that was looked at on the way, and what came of it.
struct Step {
  std::string text;
  ObjectRef object{};   // no name: the step rests on no object
  FieldPath field{};    // in that object
  bool detail = false;  // something passed over: text shows it with -o wide only
  Location location{};
};

struct Answer {
  std::string kind;                        // "Reachability"
  std::string headline;                    // the answer in one sentence, for people
  std::function<void(JsonWriter&)> words;  // the answer's own members, for scripts
  std::vector<Step> steps;                 // in the order they are taken
  std::optional<std::size_t> decided_by;   // an index in `steps`
  std::vector<NotChecked> not_checked;
};

// Who answers; heads every JSON document.
struct Author {
  std::string plugin;
  std::string version;
};

enum class Detail { Normal, Wide };

std::string as_text(const Answer& answer, Detail detail, Color color);
std::string as_json(const Answer& answer, const Author& author);

}  // namespace mesh::print

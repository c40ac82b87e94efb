// SPDX-License-Identifier: Apache-2.0
//
// A header may hold several warnings: 299 - "deprecated", 299 agent "a \"quoted\" word" "date".

#include "common/kube/server_warnings.h"

#include "common/base/text.h"

#include <optional>

namespace mesh::kube {
namespace {

// Takes up to `end` off the front of `rest`.
std::string_view take_until(std::string_view& rest, char end) {
  const std::size_t at = rest.find(end);
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return taken;
}

// Takes "text" with its quotes off the front of `rest`.
std::optional<std::string> take_quoted(std::string_view& rest) {
  if (!rest.starts_with('"')) {
    return std::nullopt;
  }
  std::string text;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return text;
    }
    i += rest[i] == '\\' && i + 1 < rest.size() ? 1U : 0U;
    text += rest[i];
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> warnings_in(std::string_view header) {
  std::vector<std::string> texts;
  std::string_view rest = trim(header);
  while (!rest.empty()) {
    const std::string_view code = take_until(rest, ' ');
    take_until(rest, ' ');  // the agent
    const std::optional<std::string> text = take_quoted(rest);
    if (!text) {
      break;
    }
    if (code == "299" && !text->empty()) {
      texts.push_back(*text);
    }
    rest = trim(rest);
    take_quoted(rest);  // the date, which has a comma of its own
    take_until(rest, ',');
    rest = trim(rest);
  }
  return texts;
}

void ServerWarnings::note(const Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (!equals_ignoring_case(name, "Warning")) {
      continue;
    }
    for (const std::string& text : warnings_in(value)) {
      if (told_.insert(text).second) {
        sink_("Warning: " + escape_control(text));
      }
    }
  }
}

}  // namespace mesh::kube

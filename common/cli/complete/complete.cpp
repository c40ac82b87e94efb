// SPDX-License-Identifier: Apache-2.0
#include "common/cli/complete/complete.h"

#include "common/cli/complete/completers.h"
#include "common/cli/complete/deadline.h"
#include "common/cli/vocabulary.h"
#include "common/cli/write_out.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

namespace mesh::cli {
namespace {

// The user is typing on this terminal: no credential plugin may ask or tell there.
void leave_terminal() {
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere >= 0) {
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
  }
}

Candidates complete_argument(const Cursor& cursor) {
  const CommandLine& line = cursor.line;
  const std::string_view word = parse_arguments(line.verb.arguments).at(line.argument);
  Candidates out = word.empty() ? Candidates{} : complete_word(word, cursor);
  if (line.may_be_verb()) {
    Candidates verbs = complete_verbs(cursor);
    std::move(out.list.begin(), out.list.end(), std::back_inserter(verbs.list));
    return verbs;
  }
  return out;
}

Candidates complete_at(const Cursor& cursor) {
  switch (cursor.line.at) {
    case CommandLine::At::Flag:
      return complete_flags(cursor);
    case CommandLine::At::Value:
      return complete_word(cursor.line.value_of->value_name, cursor);
    case CommandLine::At::Argument:
      break;
  }
  return complete_argument(cursor);
}

// Behind TYPE/ the name follows.
bool is_unfinished(const Candidate& candidate) {
  return candidate.text.ends_with('/');
}

Candidates find_candidates(const Plugin& plugin, const std::vector<std::string>& words,
                           const std::string& program) {
  const CommandLine line = read_command_line(plugin, words);
  Lookup lookup(line.options, program);
  answer_at_latest(kPatience, Candidates{}.text());
  Candidates out = complete_at({plugin, line, lookup});
  if ((out.directive & kFileExtensions) == 0) {
    out.keep_matching(line.word);
    out.put_before_all(line.kept);
  }
  if (!out.list.empty() && std::all_of(out.list.begin(), out.list.end(), is_unfinished)) {
    out.directive |= kNoSpace;
  }
  return out;
}

}  // namespace

int complete(const Plugin& plugin, const std::vector<std::string>& words,
             const std::string& program) {
  leave_terminal();
  Candidates out;
  try {
    out = find_candidates(plugin, words, program);
  } catch (const std::exception&) {
    out = {};
  }
  stop_deadline();
  return write_out(out.text());
}

}  // namespace mesh::cli

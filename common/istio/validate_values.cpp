// SPDX-License-Identifier: Apache-2.0
//
// The values that have an inner syntax: durations as Go writes them, RE2, Envoy's header formats.
#include "common/istio/validate_syntax.h"

#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <utility>

namespace mesh::istio {
namespace {

constexpr std::size_t kRegexLength = 1024;

// The longer units first: "ms" is not "m".
constexpr std::array<std::pair<std::string_view, double>, 7> kUnitsInMilliseconds{
    {{"ns", 1e-6}, {"us", 1e-3}, {"µs", 1e-3}, {"ms", 1}, {"s", 1e3}, {"m", 6e4}, {"h", 3.6e6}}};

// Takes "1.5s" off the front of `text`; nullopt if it does not begin so.
std::optional<double> take_milliseconds(std::string_view& text) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || text.front() == '-') {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  for (const auto& [unit, milliseconds] : kUnitsInMilliseconds) {
    if (text.starts_with(unit)) {
      text.remove_prefix(unit.size());
      return number * milliseconds;
    }
  }
  return std::nullopt;
}

std::optional<double> milliseconds_of(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  if (text == "0") {
    return 0;
  }
  double total = 0;
  do {
    const auto part = text.empty() ? std::nullopt : take_milliseconds(text);
    if (!part) {
      return std::nullopt;
    }
    total += *part;
  } while (!text.empty());
  return is_negative ? -total : total;
}

// Reads a regular expression far enough to see what RE2 surely does not take.
class RegexScan {
 public:
  explicit RegexScan(std::string_view text) : text_(text) {}

  std::optional<std::string> problem() {
    while (at_ < text_.size() && !problem_) {
      step();
    }
    if (!problem_ && depth_ != 0) {
      problem_ = "has an unclosed parenthesis";
    }
    return problem_;
  }

 private:
  char next() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\0'; }

  void step() {
    switch (text_[at_]) {
      case '\\':
        skip_escape();
        return;
      case '[':
        skip_class();
        return;
      case '(':
        open_group();
        break;
      case ')':
        close_group();
        break;
      case '*':
      case '+':
      case '?':
        if (at_ == 0) {
          problem_ = "begins with a repetition that has nothing to repeat";
        }
        break;
      default:
        break;
    }
    ++at_;
  }

  void skip_escape() {
    const char escaped = next();
    if (escaped == '\0') {
      problem_ = "ends in a lone backslash";
    } else if (escaped == 'Q') {
      const std::size_t end = text_.find("\\E", at_);
      at_ = end == std::string_view::npos ? text_.size() : end;
    } else if (escaped >= '1' && escaped <= '9' && !is_octal(at_ + 2)) {
      problem_ = "refers back to a group, which RE2 does not know";
    }
    at_ += 2;
  }

  bool is_octal(std::size_t at) const {
    return at < text_.size() && text_[at] >= '0' && text_[at] <= '7';
  }

  void skip_class() {
    std::size_t at = at_ + 1;
    at += at < text_.size() && text_[at] == '^' ? 1U : 0U;
    at += at < text_.size() && text_[at] == ']' ? 1U : 0U;
    while (at < text_.size() && text_[at] != ']') {
      const std::size_t named =
          text_.substr(at, 2) == "[:" ? text_.find(":]", at) : std::string_view::npos;
      if (named != std::string_view::npos) {
        at = named + 2;
      } else {
        at += text_[at] == '\\' ? 2U : 1U;
      }
    }
    if (at >= text_.size()) {
      problem_ = "has an unclosed bracket";
    }
    at_ = at + 1;
  }

  void open_group() {
    const std::string_view rest = text_.substr(at_);
    for (const std::string_view look : {"(?=", "(?!", "(?<=", "(?<!"}) {
      if (rest.starts_with(look)) {
        problem_ = "looks ahead or behind (" + std::string(look) + "…), which RE2 cannot";
      }
    }
    ++depth_;
  }

  void close_group() {
    if (depth_ == 0) {
      problem_ = "has an unopened parenthesis";
    }
    --depth_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::optional<std::string> problem_;
};

// Where the command that begins with the '%' at `at` ends; npos if it does not.
std::size_t end_of_command(std::string_view value, std::size_t at) {
  int depth = 0;
  for (std::size_t i = at + 1; i < value.size(); ++i) {
    depth += value[i] == '(' ? 1 : value[i] == ')' ? -1 : 0;
    if (value[i] == '%' && depth == 0) {
      return i;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::optional<std::string> duration_problem(std::string_view text) {
  const auto milliseconds = milliseconds_of(text);
  if (!milliseconds) {
    return "is not a duration such as 5s or 250ms";
  }
  if (*milliseconds < 1) {
    return "is less than 1ms";
  }
  const double off = std::abs(*milliseconds - std::round(*milliseconds));
  return off > 1e-7 ? std::optional<std::string>("is finer than whole milliseconds") : std::nullopt;
}

bool is_whole_seconds(std::string_view duration) {
  return std::fmod(milliseconds_of(duration).value_or(0), 1000) == 0;
}

std::optional<std::string> regex_problem(std::string_view text) {
  if (text.empty()) {
    return "is empty";
  }
  if (text.size() > kRegexLength) {
    return "is longer than 1024 characters";
  }
  return RegexScan(text).problem();
}

std::optional<std::string> header_value_problem(std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(value[i]);
    if ((c < ' ' && c != '\t') || c == 0x7f) {
      return "has control characters";
    }
    if (c == '%') {
      const std::size_t end = value.substr(i).starts_with("%%") ? i + 1 : end_of_command(value, i);
      if (end == std::string_view::npos) {
        return "has a lone %, which Envoy takes for the start of a command";
      }
      i = end;
    }
  }
  return std::nullopt;
}

}  // namespace mesh::istio

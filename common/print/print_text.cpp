// SPDX-License-Identifier: Apache-2.0
#include "common/print/print_text.h"

#include "common/base/text.h"
#include "common/print/report.h"

#include <fmt/color.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mesh::print {
namespace {

fmt::text_style style_of(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return fmt::emphasis::bold | fg(fmt::terminal_color::red);
    case Severity::Warning:
      return fmt::emphasis::bold | fg(fmt::terminal_color::yellow);
    case Severity::Info:
      break;
  }
  return fmt::emphasis::bold | fg(fmt::terminal_color::cyan);
}

std::string styled(std::string_view text, const fmt::text_style& style, Color color) {
  return color == Color::Yes ? fmt::format(style, "{}", text) : std::string(text);
}

std::string place(const Location& location) {
  return location.file.empty() ? std::string() : fmt::format("{}:{}", location.file, location.line);
}

// The first line of a finding: severity, code, object, field, place.
std::string head_of(const Finding& finding, Color color) {
  std::vector<std::string> parts{
      styled(text(finding.check->severity), style_of(finding.check->severity), color),
      styled(finding.check->code, fmt::emphasis::bold, color)};
  if (!finding.object.name.empty()) {
    parts.push_back(escape_control(finding.object.text()));
  }
  if (!finding.field.empty()) {
    parts.push_back(escape_control(finding.field.text()));
  }
  if (!finding.location.file.empty()) {
    parts.push_back(escape_control(place(finding.location)));
  }
  return join(parts, "  ");
}

class Lines {
 public:
  explicit Lines(std::size_t indent) : indent_(indent, ' ') {}

  void add(std::string_view line) { out_ += indent_ + escape_control(line) + "\n"; }

  void add(std::string_view label, std::string_view line) {
    add(fmt::format("{:<9}{}", label, line));
  }

  const std::string& text() const { return out_; }

 private:
  std::string indent_;
  std::string out_;
};

std::string text_of(const Cause& cause) {
  std::string out = cause.object.text() + " " + cause.text;
  if (!cause.location.file.empty()) {
    out += fmt::format(" ({})", place(cause.location));
  }
  return out;
}

std::string body_of(const Finding& finding) {
  Lines lines(text(finding.check->severity).size() + 2);
  lines.add(finding.message);
  for (const Cause& cause : finding.causes) {
    lines.add("because", text_of(cause));
  }
  if (!finding.client_names.empty()) {
    lines.add("clients", join(finding.client_names, ", "));
  }
  if (!finding.symptom_text.empty() &&
      finding.message.find(finding.symptom_text) == std::string::npos) {
    lines.add("symptom", finding.symptom_text);
  }
  if (!finding.remedy_text.empty()) {
    lines.add("remedy", finding.remedy_text);
  }
  return lines.text();
}

std::string counts_text(const Report& report) {
  std::vector<std::string> counts;
  for (const auto& [severity, name] :
       {std::pair(Severity::Error, "error"), std::pair(Severity::Warning, "warning"),
        std::pair(Severity::Info, "info")}) {
    if (const std::size_t count = report.count(severity); count > 0) {
      counts.push_back(count_of(count, name));
    }
  }
  return counts.empty() ? "no problems found" : join(counts, ", ");
}

std::string closing_line(const Report& report) {
  std::string out = fmt::format(
      "{} in {}: {}, {}, {:.2f}s", counts_text(report), count_of(report.namespaces, "namespace"),
      count_of(report.checks, "check"), count_of(report.objects, "object"),
      static_cast<double>(report.elapsed.count()) / 1000.0);
  for (const auto& [count, what] : {std::pair(report.suppressed, "suppressed"),
                                    std::pair(report.less_severe, "less severe not shown"),
                                    std::pair(report.elsewhere, "about other objects not shown")}) {
    if (count > 0) {
      out += fmt::format(", {} {}", count, what);
    }
  }
  return out + "\n";
}

}  // namespace

std::string not_checked_lines(const std::vector<NotChecked>& entries) {
  std::map<std::string, std::vector<std::string>> codes_by_reason;
  for (const NotChecked& entry : entries) {
    std::vector<std::string>& codes = codes_by_reason[entry.message];
    if (!entry.code.empty() && std::find(codes.begin(), codes.end(), entry.code) == codes.end()) {
      codes.push_back(entry.code);
    }
  }
  std::string out;
  for (const auto& [reason, codes] : codes_by_reason) {
    out += codes.empty()
               ? fmt::format("not checked in full: {}\n", escape_control(reason))
               : fmt::format("not checked: {} ({})\n", join(codes, ", "), escape_control(reason));
  }
  return out;
}

std::string as_text(const Report& report, Color color) {
  std::string out;
  for (const Finding& finding : report.findings) {
    out += head_of(finding, color) + "\n" + body_of(finding) + "\n";
  }
  return out + closing_line(report) + not_checked_lines(report.not_checked);
}

}  // namespace mesh::print

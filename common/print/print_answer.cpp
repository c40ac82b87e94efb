// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.h"
#include "common/print/answer.h"
#include "common/print/print_text.h"
#include "common/print/write_object.h"

#include <fmt/color.h>
#include <fmt/format.h>

namespace mesh::print {
namespace {

// "peerauthentication shop/default spec.mtls.mode (mesh.yaml:7)", "" without an object.
std::string basis_of(const Step& step) {
  if (step.object.name.empty()) {
    return {};
  }
  std::string out = step.object.text();
  if (!step.field.empty()) {
    out += " " + step.field.text();
  }
  if (!step.location.file.empty()) {
    out += fmt::format(" ({}:{})", step.location.file, step.location.line);
  }
  return out;
}

void write_step(JsonWriter& json, const Step& step) {
  json.begin_object();
  json.member("text", step.text);
  json.key("object");
  write_object(json, step.object);
  json.member("field", step.field.text());
  write_location(json, step.location);
  json.end_object();
}

std::string line_of(const Step& step, bool decides, Color color) {
  const std::string text = escape_control(step.text);
  std::string out = decides ? "> " : "  ";
  out += decides && color == Color::Yes ? fmt::format(fmt::emphasis::bold, "{}", text) : text;
  const std::string basis = escape_control(basis_of(step));
  return basis.empty() ? out + "\n" : fmt::format("{}\n      {}\n", out, basis);
}

}  // namespace

std::string as_text(const Answer& answer, Detail detail, Color color) {
  std::string out = escape_control(answer.headline) + "\n\n";
  for (std::size_t i = 0; i < answer.steps.size(); ++i) {
    if (!answer.steps[i].detail || detail == Detail::Wide) {
      out += line_of(answer.steps[i], answer.decided_by == i, color);
    }
  }
  return out + not_checked_lines(answer.not_checked);
}

std::string as_json(const Answer& answer, const Author& author) {
  JsonWriter json;
  json.begin_object();
  json.member("apiVersion", "mesh/v1");
  json.member("kind", answer.kind);
  json.member("plugin", author.plugin);
  json.member("version", author.version);
  answer.words(json);
  json.key("steps");
  json.begin_array();
  for (const Step& step : answer.steps) {
    write_step(json, step);
  }
  json.end_array();
  json.key("decidedBy");
  if (answer.decided_by) {
    write_step(json, answer.steps[*answer.decided_by]);
  } else {
    json.null();
  }
  write_not_checked(json, answer.not_checked);
  json.end_object();
  return json.take();
}

}  // namespace mesh::print

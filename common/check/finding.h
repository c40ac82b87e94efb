// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/field_path.h"
#include "common/model/object_ref.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mesh {

struct CheckInfo;

// A place in a file, counted from 1; empty file for objects from a cluster.
struct Location {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
};

// An object, and the field in it, that leads to a finding.
struct Cause {
  ObjectRef object;
  FieldPath field;
  std::string text;  // "sets STRICT": reads on after the object's name
  Location location{};
};

// One problem: what is wrong (message: cause and effect), where, why, and what to do. The setters
// return the finding, so that a check writes it as one sentence.
struct Finding {
  const CheckInfo* check = nullptr;
  ObjectRef object;
  FieldPath field;
  std::string message;
  std::string symptom_text;  // what a user sees: "503 UH", "404 NR", "connection reset"
  std::vector<Cause> causes;
  std::vector<std::string> client_names;
  std::string remedy_text;
  bool concerns_whole_mesh = false;  // reported whatever namespace is in scope
  Location location{};

  // What the user sees when it goes wrong.
  template <typename... Args>
  Finding& symptom(fmt::format_string<Args...> format, Args&&... args) {
    symptom_text = fmt::format(format, std::forward<Args>(args)...);
    return *this;
  }

  // Another object that decides this, with what it does there: because(policy.ref, path, "sets
  // STRICT").
  template <typename... Args>
  Finding& because(const ObjectRef& other, FieldPath path, fmt::format_string<Args...> format,
                   Args&&... args) {
    causes.push_back({other, std::move(path), fmt::format(format, std::forward<Args>(args)...)});
    return *this;
  }

  // What to do: an imperative sentence without a full stop.
  template <typename... Args>
  Finding& remedy(fmt::format_string<Args...> format, Args&&... args) {
    remedy_text = fmt::format(format, std::forward<Args>(args)...);
    return *this;
  }

  Finding& clients(std::vector<std::string> names) {
    client_names = std::move(names);
    return *this;
  }

  Finding& whole_mesh() {
    concerns_whole_mesh = true;
    return *this;
  }
};

// Something a check could not decide, with the reason. Silence would look like health.
struct NotChecked {
  std::string code;
  std::optional<Kind> kind;
  std::string ns;
  std::string reason;   // one word for scripts: "forbidden", "notInstalled", "notInInput", "failed"
  std::string message;  // "may not list secrets (403)"
};

}  // namespace mesh

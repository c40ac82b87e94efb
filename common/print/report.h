// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/check/check.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mesh::print {

// What a run was asked to look at.
struct Scope {
  std::vector<std::string> namespaces;              // empty: all
  std::vector<ObjectRef> objects;                   // empty: all in the namespaces
  std::string cluster;                              // server URL, or
  std::vector<std::string> files;                   // what -f named
  std::map<Kind, std::string> resource_versions{};  // of a cluster: what each kind was read at
};

// The whole outcome of a run, ready to be printed in any format.
struct Report {
  std::string plugin;
  std::string version;
  Scope scope;
  std::vector<Finding> findings;
  std::vector<NotChecked> not_checked;
  std::size_t suppressed = 0;
  std::size_t less_severe = 0;  // than --severity
  std::size_t elsewhere = 0;    // in the same namespaces, but not about the objects that were named
  std::size_t checks = 0;
  std::size_t objects = 0;
  std::size_t namespaces = 0;
  std::chrono::milliseconds elapsed{0};  // text only: same input, same bytes

  std::size_t count(Severity severity) const;
};

enum class Color { No, Yes };

// The formats. Each returns the whole text for standard output.
std::string as_text(const Report& report, Color color);
std::string as_json(const Report& report);
std::string as_names(const Report& report);

}  // namespace mesh::print

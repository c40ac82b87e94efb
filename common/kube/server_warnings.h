// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/kube/http.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mesh::kube {

// Takes one line, or several, without the last line break.
using LineSink = std::function<void(std::string_view line)>;

// The texts that a Warning header holds for the user: those of code 299.
std::vector<std::string> warnings_in(std::string_view header);

// Passes the server's warnings on, each text once.
class ServerWarnings {
 public:
  explicit ServerWarnings(LineSink sink) : sink_(std::move(sink)) {}

  void note(const Headers& headers);

  std::size_t count() const { return told_.size(); }

 private:
  LineSink sink_;
  std::set<std::string> told_;
};

}  // namespace mesh::kube

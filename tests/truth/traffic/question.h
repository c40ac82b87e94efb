// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/model/snapshot.h"

#include <simdjson.h>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace mesh::truth {

// One question about one cluster, by the field names of README.md. What a question must have and
// lacks is an error of the data: an exception.
class Question {
 public:
  Question(const Snapshot& snapshot, simdjson::dom::element json)
      : snapshot_(&snapshot), json_(json) {}

  const Snapshot& snapshot() const { return *snapshot_; }

  simdjson::dom::element json() const { return json_; }

  bool has(std::string_view key) const;
  std::string_view text(std::string_view key) const;  // "" if absent
  std::int32_t number(std::string_view key) const;

  // The objects that {namespace, name} under `key` names.
  const Pod& pod(std::string_view key) const;
  const Service& service(std::string_view key) const;

  std::vector<std::pair<std::string_view, std::string_view>> headers() const;

 private:
  const Snapshot* snapshot_;
  simdjson::dom::element json_;
};

}  // namespace mesh::truth

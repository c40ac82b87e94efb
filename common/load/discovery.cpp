// SPDX-License-Identifier: Apache-2.0
#include "common/load/discovery.h"

#include <simdjson.h>

namespace mesh::load {
namespace {

constexpr int kOk = 200;
constexpr int kNotFound = 404;
constexpr std::size_t kLongestAnswer = 4UL * 1024 * 1024;

struct Question {
  std::string_view group;
  std::string group_version;
};

std::string group_version_of(const KindInfo& kind, std::string_view version) {
  return std::string(kind.group) + "/" + std::string(version);
}

// The names in an APIResourceList; nullopt if it is none.
std::optional<std::set<std::string>> parse_resources(const std::string& body) {
  std::set<std::string> names;
  try {
    simdjson::ondemand::parser parser;
    const simdjson::padded_string padded(body);
    simdjson::ondemand::document document = parser.iterate(padded);
    for (auto resource : document.find_field_unordered("resources").get_array()) {
      names.emplace(resource.find_field_unordered("name").get_string().value());
    }
  } catch (const simdjson::simdjson_error&) {
    return std::nullopt;
  }
  return names;
}

}  // namespace

void Discovery::look_up(const std::vector<Kind>& kinds) {
  std::vector<Question> questions;
  std::vector<kube::Request> requests;
  for (const Kind kind : kinds) {
    const KindInfo& kind_info = info(kind);
    if (kind_info.group.empty() || !asked_.insert(kind_info.group).second) {
      continue;
    }
    for (const std::string_view version : kind_info.versions) {
      questions.push_back({kind_info.group, group_version_of(kind_info, version)});
      requests.push_back({"/apis/" + questions.back().group_version});
    }
  }
  std::vector<std::string> bodies(requests.size());
  const auto outcomes = client_.get_all(requests, [&](std::size_t i, std::string_view piece) {
    if (bodies[i].size() < kLongestAnswer) {
      bodies[i] += piece;
    }
  });
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].status == kNotFound) {
      continue;
    }
    const auto names = outcomes[i].status == kOk ? parse_resources(bodies[i]) : std::nullopt;
    if (names) {
      resources_[questions[i].group_version] = *names;
    } else {
      unknown_.insert(questions[i].group);
    }
  }
}

bool Discovery::knows(Kind kind) const {
  return asked_.contains(info(kind).group) && !unknown_.contains(info(kind).group);
}

std::optional<std::string> Discovery::served_version(Kind kind) const {
  for (const std::string_view version : info(kind).versions) {
    const auto at = resources_.find(group_version_of(info(kind), version));
    if (at != resources_.end() && at->second.contains(std::string(info(kind).plural))) {
      return std::string(version);
    }
  }
  return std::nullopt;
}

}  // namespace mesh::load

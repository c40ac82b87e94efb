// SPDX-License-Identifier: Apache-2.0
#include "common/model/labels.h"

#include <algorithm>

namespace mesh {
namespace {

bool before(const Labels::Entry& entry, std::string_view key) {
  return entry.first < key;
}

bool meets(const LabelSelector::Requirement& requirement, const Labels& labels) {
  const auto value = labels.find(requirement.key);
  const bool listed = value && std::find(requirement.values.begin(), requirement.values.end(),
                                         *value) != requirement.values.end();
  if (requirement.op == "In") {
    return listed;
  }
  if (requirement.op == "NotIn") {
    return !listed;
  }
  if (requirement.op == "Exists") {
    return value.has_value();
  }
  return requirement.op == "DoesNotExist" && !value;
}

std::string text_of(const LabelSelector::Requirement& requirement) {
  std::string out = std::string(requirement.key) + " " + std::string(requirement.op);
  for (std::size_t i = 0; i < requirement.values.size(); ++i) {
    out += (i == 0 ? " " : ",") + std::string(requirement.values[i]);
  }
  return out;
}

}  // namespace

void Labels::set(std::string_view key, std::string_view value) {
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), key, before);
  if (at != entries_.end() && at->first == key) {
    at->second = value;
  } else {
    entries_.insert(at, {key, value});
  }
}

void Labels::erase(std::string_view key) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.first == key; });
}

std::optional<std::string_view> Labels::find(std::string_view key) const {
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), key, before);
  if (at == entries_.end() || at->first != key) {
    return std::nullopt;
  }
  return at->second;
}

bool Labels::contains_all(const Labels& selector) const {
  return std::includes(entries_.begin(), entries_.end(), selector.entries_.begin(),
                       selector.entries_.end());
}

std::string Labels::text() const {
  std::string out;
  for (const auto& [key, value] : entries_) {
    if (!out.empty()) {
      out += ",";
    }
    out += std::string(key) + "=" + std::string(value);
  }
  return out;
}

bool LabelSelector::matches(const Labels& labels) const {
  return labels.contains_all(match_labels) &&
         std::all_of(match_expressions.begin(), match_expressions.end(),
                     [&](const Requirement& requirement) { return meets(requirement, labels); });
}

std::optional<std::string> LabelSelector::first_unmet(const Labels& labels) const {
  for (const auto& [key, value] : match_labels) {
    if (labels.find(key) != value) {
      return std::string(key) + "=" + std::string(value);
    }
  }
  for (const Requirement& requirement : match_expressions) {
    if (!meets(requirement, labels)) {
      return text_of(requirement);
    }
  }
  return std::nullopt;
}

}  // namespace mesh

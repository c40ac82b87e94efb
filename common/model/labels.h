// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mesh {

// Labels, annotations and equality selectors: keys with values, sorted by key.
class Labels {
 public:
  using Entry = std::pair<std::string_view, std::string_view>;

  // Adds or replaces. O(size).
  void set(std::string_view key, std::string_view value);

  // Does nothing if the key is absent. O(size).
  void erase(std::string_view key);

  std::optional<std::string_view> find(std::string_view key) const;

  // The value, or "" if the key is absent.
  std::string_view get(std::string_view key) const {
    return find(key).value_or(std::string_view());
  }

  bool contains(std::string_view key) const { return find(key).has_value(); }

  // GEN-4: every entry of `selector` is here; an empty selector is contained in everything.
  bool contains_all(const Labels& selector) const;

  bool empty() const { return entries_.empty(); }

  std::size_t size() const { return entries_.size(); }

  auto begin() const { return entries_.begin(); }

  auto end() const { return entries_.end(); }

  // "app=cart,version=v1".
  std::string text() const;

  friend bool operator==(const Labels& a, const Labels& b) { return a.entries_ == b.entries_; }

 private:
  std::vector<Entry> entries_;
};

// metav1.LabelSelector. An empty selector matches everything.
struct LabelSelector {
  struct Requirement {
    std::string_view key;
    std::string_view op;  // In, NotIn, Exists, DoesNotExist
    std::vector<std::string_view> values;
  };

  Labels match_labels;
  std::vector<Requirement> match_expressions;

  bool empty() const { return match_labels.empty() && match_expressions.empty(); }

  // As Kubernetes evaluates it; an unknown operator matches nothing.
  bool matches(const Labels& labels) const;
  // The text of the first requirement that `labels` does not meet, for explanations; nullopt if
  // all are met.
  std::optional<std::string> first_unmet(const Labels& labels) const;
};

}  // namespace mesh

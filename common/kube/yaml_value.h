// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mesh::kube {

// A value of a parsed YAML or JSON text (JSON is YAML). Reading is lenient: what is absent or of
// another type is empty. Made for small texts: kubeconfigs, error bodies, credentials.
class YamlValue {
 public:
  // Throws Error("line N: …"); the text itself is never quoted, for it may hold secrets.
  static YamlValue parse(const std::string& text);

  bool present() const;  // there, and not null
  bool is_map() const;
  bool is_list() const;
  bool is_string() const;  // in quotes, or nothing that YAML 1.1 takes for a number or a boolean
  bool is_boolean()
      const;  // as in YAML 1.1, which kubectl reads: yes, no, on and off are among them

  YamlValue get(std::string_view key) const;  // of several with one name, the last
  std::string text() const;
  bool boolean() const;
  std::vector<std::string> texts() const;
  std::vector<YamlValue> items() const;
  std::vector<std::pair<std::string, YamlValue>> entries() const;

  std::string to_json() const;

 private:
  struct Node;  // yaml-cpp's

  explicit YamlValue(const Node& node);

  std::shared_ptr<const Node> node_;
};

// `text` as a JSON string, quotes included.
std::string json_quoted(std::string_view text);

}  // namespace mesh::kube

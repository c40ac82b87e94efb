// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace mesh {

// The way from an object's root to one of its fields: keys and list indices, so that dots and
// slashes in keys are safe. FieldPath("spec", "ports", 2, "name").
class FieldPath {
 public:
  using Step = std::variant<std::string, std::size_t>;

  FieldPath() = default;

  template <typename... Steps>
  explicit FieldPath(const Steps&... steps) {
    (append(steps), ...);
  }

  // This path with more steps behind it.
  template <typename... Steps>
  FieldPath with(const Steps&... steps) const {
    FieldPath out = *this;
    (out.append(steps), ...);
    return out;
  }

  const std::vector<Step>& steps() const { return steps_; }

  bool empty() const { return steps_.empty(); }

  // spec.ports[2].name, metadata.annotations["sidecar.istio.io/inject"]
  std::string text() const;
  // /spec/ports/2/name, /metadata/annotations/sidecar.istio.io~1inject (RFC 6901)
  std::string json_pointer() const;

 private:
  template <typename T>
  void append(const T& step) {
    if constexpr (std::is_same_v<T, FieldPath>) {
      steps_.insert(steps_.end(), step.steps_.begin(), step.steps_.end());
    } else if constexpr (std::is_integral_v<T>) {
      steps_.emplace_back(static_cast<std::size_t>(step));
    } else {
      steps_.emplace_back(std::string(step));
    }
  }

  std::vector<Step> steps_;
};

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace mesh {

// Keeps one copy of each text for as long as the pool lives. Views stay valid when the pool is
// moved. Equal texts have equal data pointers. Not thread-safe. O(length) each.
class StringPool {
 public:
  StringPool() = default;
  StringPool(StringPool&&) noexcept = default;
  StringPool& operator=(StringPool&&) noexcept = default;
  StringPool(const StringPool&) = delete;
  StringPool& operator=(const StringPool&) = delete;
  ~StringPool() = default;

  std::string_view intern(std::string_view text);

 private:
  std::string_view store(std::string_view text);

  std::unordered_set<std::string_view> known_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t used_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace mesh

// SPDX-License-Identifier: Apache-2.0
#include "common/base/string_pool.h"

#include <algorithm>
#include <cstring>

namespace mesh {

std::string_view StringPool::intern(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  const auto found = known_.find(text);
  if (found != known_.end()) {
    return *found;
  }
  const std::string_view stored = store(text);
  known_.insert(stored);
  return stored;
}

std::string_view StringPool::store(std::string_view text) {
  constexpr std::size_t kBlock = 64 * 1024;
  if (capacity_ - used_ < text.size()) {
    capacity_ = std::max(kBlock, text.size());
    blocks_.push_back(std::make_unique<char[]>(capacity_));
    used_ = 0;
  }
  char* place = blocks_.back().get() + used_;
  std::memcpy(place, text.data(), text.size());
  used_ += text.size();
  return {place, text.size()};
}

}  // namespace mesh
